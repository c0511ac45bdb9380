#include <curl/curl.h>

#include <cstring>

#include "platform/mail/store.h"

namespace jauap::mail {
namespace {

constexpr CarriesOnly to_the_server{"the address goes to the mail server as the recipient"};

struct Source {
  std::string_view left;
};

std::size_t give(char* buffer, std::size_t size, std::size_t count, void* from) {
  auto& source = *static_cast<Source*>(from);
  const auto taken = std::min(size * count, source.left.size());
  std::memcpy(buffer, source.left.data(), taken);
  source.left.remove_prefix(taken);
  return taken;
}

bool is_loopback(std::string_view url) {
  return url.find("//127.") != std::string_view::npos || url.find("//localhost") != std::string_view::npos ||
         url.find("//[::1]") != std::string_view::npos;
}

std::string domain_of(std::string_view address) {
  const auto at = address.find('@');
  return std::string(at == std::string_view::npos ? "localhost" : address.substr(at + 1));
}

// Sends one message; 5xx answers of the server are final, everything else is worth another try.
jobs::Finished send(const Options& options, const std::string& recipient, const std::string& message) {
  CURL* curl = curl_easy_init();
  if (!curl) return {.good = false, .reason = "no memory for a connection"};
  curl_slist* recipients = curl_slist_append(nullptr, ("<" + recipient + ">").c_str());
  Source source{message};
  curl_easy_setopt(curl, CURLOPT_URL, options.smtp_url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ("<" + options.from + ">").c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(curl, CURLOPT_READDATA, &source);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, long(options.timeout_seconds));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, long(std::min(options.timeout_seconds, 10)));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   options.starttls_required && !is_loopback(options.smtp_url) ? long(CURLUSESSL_ALL) : long(CURLUSESSL_TRY));
  if (is_loopback(options.smtp_url)) curl_easy_setopt(curl, CURLOPT_USE_SSL, long(CURLUSESSL_NONE));
  if (!options.username.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, options.username.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, options.password.c_str());
  }
  const CURLcode code = curl_easy_perform(curl);
  long answer = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
  curl_slist_free_all(recipients);
  curl_easy_cleanup(curl);
  if (code == CURLE_OK) return {};
  return {.good = false,
          .reason = std::string(curl_easy_strerror(code)) + ", answer " + std::to_string(answer),
          .hopeless = answer >= 500 && answer < 600};
}

}  // namespace

jobs::Handler sender(const Options& options, db::Writer& writer, std::shared_ptr<const secrets::Keys> keys,
                     const Clock& clock) {
  return {"mail.send", [options, &writer, keys, &clock](const jobs::Job& job) -> jobs::Finished {
            const auto letter = letter_of(*keys, job);
            if (!letter) return {.good = false, .reason = "the letter cannot be opened with the present keys", .hopeless = true};
            if (options.smtp_url.empty()) {
              const auto fate = writer.run([&](db::Tx& tx) {
                keep(tx, *keys, job.id, clock.now(), *letter);
                return true;
              });
              return {.good = fate == db::Fate::committed, .reason = "the outbox cannot be written"};
            }
            // The same id for every try, so that a receiver recognises a repeat.
            const auto id = "j" + std::to_string(job.id.value) + "@" + domain_of(options.from);
            return send(options, letter->to.open(to_the_server), compose(*letter, options.from, id, clock.now()));
          }};
}

}  // namespace jauap::mail
