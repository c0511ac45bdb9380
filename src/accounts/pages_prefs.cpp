// Text size, contrast, pictures, language: cookies of this device, read by the frame; nothing about them is kept here.
#include "accounts/pages.h"
#include "accounts/view.h"

namespace jauap::accounts {
namespace {
using namespace html;
using namespace html::tags;

std::string cookie(const Visit& visit, std::string_view name, std::string_view value) {
  return std::string(name) + "=" + std::string(value) +
         "; Path=/; SameSite=Lax; Max-Age=" + (value.empty() ? "0" : "31536000") +
         (visit.request.secure ? "; Secure" : "");
}

}  // namespace

http::Response prefs(const Visit& visit) {
  const auto& t = visit.words;
  const auto cookies = http::parse_cookies(visit.request.header("cookie"));
  const auto kept = cookies.get("prefs");
  const auto size = kept.starts_with("largest") ? "largest" : kept.starts_with("larger") ? "larger" : "plain";
  const auto choices = post_form(
      visit, "/prefs",
      join({radio_field({.name = "size", .label = t("accounts.prefs.size"), .value = size},
                        {{"plain", "A"}, {"larger", "A+"}, {"largest", "A++"}}),
            checkbox("contrast", t("accounts.prefs.contrast"), kept.find("contrast") != std::string_view::npos),
            checkbox("pictures", t("accounts.prefs.pictures"), cookies.get("pictures") == "few"),
            radio_field(
                {.name = "language", .label = t("accounts.prefs.language"), .value = std::string(code(visit.language))},
                {{"kk", "Қазақша"}, {"ru", "Русский"}, {"en", "English"}}),
            submit_button(t("accounts.save"))}));
  return respond(visit, {.title = t("accounts.prefs"),
                         .body = join({h1({t("accounts.prefs")}), p({t("accounts.prefs.text")}), choices})});
}

Prepared save_prefs(const Visit& visit, const http::Pairs& input) {
  const auto size = input.get("size");
  std::string look(size == "larger" || size == "largest" ? size : "");
  if (input.has("contrast")) look += look.empty() ? "contrast" : "-contrast";
  const auto language = language_of(input.get("language")).value_or(visit.language);
  auto response = see_other(Url::local("/" + std::string(code(language)) + "/prefs"));
  response.header("Set-Cookie", cookie(visit, "prefs", look));
  response.header("Set-Cookie", cookie(visit, "pictures", input.has("pictures") ? "few" : ""));
  response.header("Set-Cookie", cookie(visit, "lang", code(language)));
  return response;
}

}  // namespace jauap::accounts
