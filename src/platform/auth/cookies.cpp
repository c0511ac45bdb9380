#include "platform/auth/cookies.h"

#include <algorithm>

namespace jauap::auth {
namespace {

struct Sign {
  std::string_view part, name;
};

// The first sign that occurs: browsers name their relatives too, so the order matters.
constexpr Sign browsers[] = {{"YaBrowser/", "Yandex"},       {"Edg", "Edge"},         {"OPR/", "Opera"},
                             {"SamsungBrowser/", "Samsung"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
                             {"CriOS/", "Chrome"},           {"Chrome/", "Chrome"},   {"Safari/", "Safari"}};
constexpr Sign systems[] = {{"Android", "Android"}, {"iPhone", "iPhone"},  {"iPad", "iPad"},
                            {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}};

template <std::size_t n>
std::string_view first_sign(const Sign (&signs)[n], std::string_view text) {
  for (const auto& sign : signs)
    if (text.find(sign.part) != std::string_view::npos) return sign.name;
  return "";
}

}  // namespace

std::string_view cookie_name(bool secure) {
  return secure ? "__Host-s" : "s";
}

std::string set_cookie(bool secure, std::string_view value) {
  return std::string(cookie_name(secure)) + "=" + std::string(value) + "; Path=/; HttpOnly; SameSite=Lax" +
         (secure ? "; Secure" : "");
}

std::string drop_cookie(bool secure) {
  return set_cookie(secure, "") + "; Max-Age=0";
}

std::string csrf_token(const secrets::Keys& keys, std::string_view session) {
  return secrets::hex(keys.keyed_hash(secrets::Purpose::csrf, session)).substr(0, 32);
}

bool csrf_matches(const secrets::Keys& keys, std::string_view session, std::string_view token) {
  return !session.empty() && secrets::equal(csrf_token(keys, session), token);
}

std::string local_path(std::string_view next) {
  if (next.empty() || next.size() > 1000 || next[0] != '/') return "";
  if (next.size() > 1 && (next[1] == '/' || next[1] == '\\')) return "";
  const bool plain = std::all_of(next.begin(), next.end(), [](char c) { return c > ' ' && c < 0x7f && c != '\\'; });
  return plain ? std::string(next) : "";
}

std::string short_agent(std::string_view user_agent) {
  const auto browser = first_sign(browsers, user_agent), system = first_sign(systems, user_agent);
  if (browser.empty() || system.empty()) return std::string(browser.empty() ? system : browser);
  return std::string(browser) + " · " + std::string(system);
}

}  // namespace jauap::auth
