// The promise that an applicant takes home: a note by the receipt key over
//   jauap/receipt/v1 / <origin> / <case> / <base64(leaf bytes)> / <Unix seconds by which it will be in the record>
// Its second line is no number, so it can never pass for a checkpoint.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "platform/tlog/leaf.h"
#include "platform/tlog/note.h"

namespace jauap::tlog {

inline constexpr std::uint64_t promise_seconds = 600;  // MMD

struct Receipt {
  std::string origin;
  std::string object;
  std::string leaf;            // the bytes of the entry
  std::uint64_t promised = 0;  // Unix seconds
  std::string text() const;
};

bool is_receipt(std::string_view note_bytes);  // by its first line
std::string sign_receipt(const Receipt& receipt, const Signer& receipt_key);
Parsed<Receipt> parse_receipt(std::string_view signed_text);
// The whole note by one of the receipt keys of the log.
Parsed<Receipt> open_receipt(std::string_view note_bytes, std::span<const VerifierKey> receipt_keys);

}  // namespace jauap::tlog
