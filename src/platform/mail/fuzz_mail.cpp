// Tries the reader of incoming messages with foreign bytes: as a whole message, and as the body of one in HTML.
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "platform/mail/incoming.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace mail = jauap::mail;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = mail::read_message(bytes);
  if (whole) {
    for (const auto* text : {&whole->text, &whole->reply, &whole->subject, &whole->message_id})
      if (!jauap::text::is_utf8(*text)) std::abort();
    if (whole->files.size() > std::size_t(mail::parts_max)) std::abort();
  }
  const auto page = mail::read_message("From: a@b.kz\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + std::string(bytes));
  if (page && !jauap::text::is_utf8(page->text)) std::abort();
  (void)mail::without_quotes(bytes);
  return 0;
}
