// How much may come: security of the intake, the same numbers in the words for people.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace jauap::files {

inline constexpr std::size_t file_bytes_max = 20u << 20;       // one file
inline constexpr std::size_t form_bytes_max = 64u << 20;       // one form with files: body_max of its route
inline constexpr int files_max = 10;                           // of one object
inline constexpr std::int64_t sender_bytes_max = 100ll << 20;  // of one sender in sender_window
inline constexpr std::chrono::hours sender_window{24};

}  // namespace jauap::files
