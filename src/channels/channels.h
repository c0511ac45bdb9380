// Channels: letters and messages that come in otherwise than by pages and the API, and news that go out there.
//
// A mail server pipes letters to `jauap mail-in`, gateways of SMS and messengers call a webhook; both sign with a secret of their
// channel (signature.h, docs/channels.md). Nothing is registered by a message alone: a new one becomes a draft that the person
// looks at and sends. A reply joins its case when it comes from the confirmed address, or from a conversation that has shown the
// code of the case.
#pragma once

#include "platform/module/module.h"

namespace jauap::channels {

Module module();

}  // namespace jauap::channels
