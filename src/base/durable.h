// Small files that must not be lost when the power fails, nor be half there.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

namespace jauap {

enum class Kept {
  yes,      // on stable storage
  no,       // nothing has changed, e.g. the disk is full; errno says why
  unknown,  // a sync failed: nobody knows what a restart will find, so do nothing that builds on it; errno says why
};

// The file of that name has these bytes, or still the old ones: a draft (<path>.begun), its sync, its new name, the
// sync of the folder. One writer a path at a time; a draft that a crash left behind is written anew.
Kept write_durably(const std::string& path, std::string_view bytes, mode_t mode);

// A new file and its sync, without that of its folder. `no` when there is a file of that name; none is left unless yes.
Kept write_synced(const std::string& path, std::string_view bytes, mode_t mode);

// What was made, named or removed in the folder stays so. False: errno says why.
bool sync_folder(const std::string& folder);
// The folder of a path, "." for a bare name.
std::string folder_of(const std::string& path);

}  // namespace jauap
