#include "app/modules.h"

#include "accounts/accounts.h"
#include "appeals/appeals.h"
#include "channels/channels.h"
#include "directory/directory.h"
#include "help/help.h"
#include "record/record.h"

namespace jauap::app {

// A new module is one include above and one name here.
std::vector<Module> modules() { return {directory::module(), record::module(), accounts::module(), appeals::module(), channels::module(), help::module()}; }

}  // namespace jauap::app
