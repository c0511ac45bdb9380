#include "platform/tlog/receipt.h"

#include <vector>

#include "platform/secrets/secrets.h"

namespace jauap::tlog {
namespace {

constexpr std::string_view first_line = "jauap/receipt/v1\n";

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1))
    lines.push_back(text.substr(0, end));
  if (!text.empty()) lines.push_back(text);
  return lines;
}

}  // namespace

std::string Receipt::text() const {
  return std::string(first_line) + origin + "\n" + object + "\n" + secrets::base64(leaf) + "\n" +
         std::to_string(promised) + "\n";
}

bool is_receipt(std::string_view note_bytes) {
  return note_bytes.starts_with(first_line);
}

std::string sign_receipt(const Receipt& receipt, const Signer& receipt_key) {
  const auto text = receipt.text();
  return text + "\n" + receipt_key.sign(text);
}

Parsed<Receipt> parse_receipt(std::string_view signed_text) {
  const auto lines = lines_of(signed_text);
  if (!is_receipt(signed_text) || lines.size() != 5)
    return Fault{"a receipt has five lines and begins with jauap/receipt/v1"};
  const auto leaf = strict_base64(lines[3]);
  const auto promised = strict_decimal(lines[4]);
  if (!is_key_name(lines[1])) return Fault{"the origin of the receipt is empty or has spaces"};
  if (!leaf) return Fault{"the entry in the receipt is not strict base64"};
  if (!promised) return Fault{"the moment of the promise is not a decimal number"};
  const auto event = parse_leaf(*leaf);
  if (!event) return Fault{"the entry in the receipt: " + event.wrong()};
  if (event->object != lines[2]) return Fault{"the receipt names another case than its entry"};
  Receipt receipt{std::string(lines[1]), std::string(lines[2]), *leaf, *promised};
  if (receipt.text() != signed_text) return Fault{"the receipt is not in its one spelling"};
  return receipt;
}

Parsed<Receipt> open_receipt(std::string_view note_bytes, std::span<const VerifierKey> receipt_keys) {
  const auto note = parse_note(note_bytes);
  if (!note) return note.fault();
  auto receipt = parse_receipt(note->text);
  if (!receipt) return receipt;
  std::vector<VerifierKey> keys;
  for (const auto& key : receipt_keys)
    if (key.name == receipt->origin + "/receipt") keys.push_back(key);
  if (keys.empty()) return Fault{"the policy has no receipt key of " + receipt->origin};
  if (const auto good = verify_note(*note, keys); !good) return Fault{"the receipt is not genuine: " + good.wrong()};
  return receipt;
}

}  // namespace jauap::tlog
