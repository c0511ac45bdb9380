// A witness of public logs (C2SP tlog-witness): what it remembers, how it is asked over the web, how it asks by itself
// from behind a router, and how a log asks it. What it decides is platform/tlog/witness.h. Words are English and go to
// operators, as those of the verifier do.
#pragma once

#include "platform/witness/ask.h"
#include "platform/witness/book.h"
#include "platform/witness/pull.h"
#include "platform/witness/server.h"
#include "platform/witness/web.h"
