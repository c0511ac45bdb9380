#include "platform/config/config.h"

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <functional>

namespace jauap {
namespace {

namespace options = boost::program_options;

Problem fault(Key message, std::string name) {
  return {.kind = Problem::Kind::malformed, .message = message, .field = name, .args = {{"name", name}}};
}

// How each setting is read and shown. One row a setting: name, summary, secret, reader, shower.
struct Setting {
  SettingField field;
  std::function<bool(Settings&, const std::string&)> read;
  std::function<std::string(const Settings&)> show;
};

Setting text(const char* name, const char* summary, std::string Settings::*member, bool secret = false) {
  return {{name, summary, secret},
          [member](Settings& settings, const std::string& value) {
            settings.*member = value;
            return true;
          },
          [member](const Settings& settings) { return settings.*member; }};
}

Setting number(const char* name, const char* summary, int Settings::*member, int least, int most) {
  return {{name, summary},
          [=](Settings& settings, const std::string& value) {
            int parsed = 0;
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
            if (error != std::errc() || end != value.data() + value.size() || parsed < least || parsed > most) return false;
            settings.*member = parsed;
            return true;
          },
          [member](const Settings& settings) { return std::to_string(settings.*member); }};
}

Setting on_off(const char* name, const char* summary, bool Settings::*member) {
  return {{name, summary},
          [=](Settings& settings, const std::string& value) {
            if (value != "on" && value != "off") return false;
            settings.*member = value == "on";
            return true;
          },
          [member](const Settings& settings) { return settings.*member ? "on" : "off"; }};
}

const std::vector<Setting>& settings_table() {
  static const std::vector<Setting> table{
      text("data", "folder of data and keys", &Settings::data),
      text("database", "postgresql://… ; empty: SQLite in the data folder", &Settings::database, true),
      text("listen", "public listener, ADDR:PORT", &Settings::listen),
      text("metrics_listen", "private listener for /metrics, ADDR:PORT; empty: none", &Settings::metrics_listen),
      text("origin", "public origin, https://…; empty: http:// and the listener", &Settings::origin),
      text("pack", "folder of the jurisdiction pack", &Settings::pack),
      text("place", "code of the place that this server speaks for", &Settings::place),
      text("trusted_proxy", "address of the reverse proxy whose X-Forwarded-For is believed", &Settings::trusted_proxy),
      text("smtp_url", "smtp://host:25 or smtps://host:465; empty: letters stay in the outbox", &Settings::smtp_url),
      text("smtp_user", "user of the mail server", &Settings::smtp_user),
      text("smtp_password", "password of the mail server", &Settings::smtp_password, true),
      text("mail_from", "sender's address", &Settings::mail_from),
      text("mail_in_address", "address at which letters come in (docs/channels.md); empty: none do", &Settings::mail_in_address),
      text("record_origin", "name of the public record when it begins, HOST/PATH; empty: that of the origin with /log", &Settings::record_origin),
      text("signer", "socket of jauap signer, who then has the record's keys and the anchor; empty: the server signs by itself", &Settings::signer),
      text("anchor", "file that remembers what was signed, outside the database's backups; empty: anchor/log in the data folder", &Settings::anchor),
      number("node", "0..1023, different for each server on one database", &Settings::node, 0, 1023),
      number("io_threads", "threads that speak HTTP, 1..64", &Settings::io_threads, 1, 64),
      number("reader_threads", "threads that read the database, 1..64", &Settings::reader_threads, 1, 64),
      number("writer_connections", "connections that write, PostgreSQL only, 1..16", &Settings::writer_connections, 1, 16),
      number("writer_cache_mib", "memory of the writing connection for pages, SQLite only, 4..16384 MiB", &Settings::writer_cache_mib, 4, 16384),
      on_off("limits", "rate limits; off only on a loopback address", &Settings::limits),
      number("idempotency_hours", "how long one-time keys are kept, hours", &Settings::idempotency_hours, 1, 8760),
      number("submission_idempotency_days", "the same for submissions, days", &Settings::submission_idempotency_days, 1, 3650),
  };
  return table;
}

// Room must be left before the "@" for the number of a case and its seal: 64 characters in all.
bool is_mail_in_address(const std::string& address) {
  if (address.empty()) return true;
  const auto at = address.find('@');
  if (at == std::string::npos || at == 0 || at > 16 || at + 3 > address.size()) return false;
  for (const char c : address)
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_' && c != '@') return false;
  return address.find('@', at + 1) == std::string::npos;
}

Done take(Settings& settings, std::string name, const std::string& value) {
  for (auto& c : name)
    if (c == '-') c = '_';
  for (const auto& setting : settings_table())
    if (setting.field.name == name) {
      if (setting.read(settings, value)) return done();
      return fault("platform.config.bad_value", name);
    }
  return fault("platform.config.unknown", name);
}

Done take_file(Settings& settings, const std::string& path) {
  std::ifstream file(path);
  if (!file) return fault("platform.config.no_file", path);
  try {
    const options::options_description none;
    const auto parsed = options::parse_config_file(file, none, true);
    for (const auto& option : parsed.options)
      TRY(take(settings, option.string_key, option.value.empty() ? "" : option.value.front()));
  } catch (const options::error&) {
    return fault("platform.config.bad_file", path);
  }
  return done();
}

}  // namespace

const std::vector<SettingField>& setting_fields() {
  static const std::vector<SettingField> fields = [] {
    std::vector<SettingField> all;
    for (const auto& setting : settings_table()) all.push_back(setting.field);
    return all;
  }();
  return fields;
}

Result<Settings> load_settings(const std::vector<std::pair<std::string, std::string>>& given, const std::string& config_file) {
  Settings settings;
  if (!config_file.empty()) TRY(take_file(settings, config_file));
  for (const auto& setting : settings_table()) {
    std::string name = "JAUAP_";
    for (const char c : setting.field.name) name.push_back(c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c);
    if (const char* value = std::getenv(name.c_str())) TRY(take(settings, setting.field.name, value));
  }
  for (const auto& [name, value] : given) TRY(take(settings, name, value));
  const auto colon = settings.listen.rfind(':');
  if (colon == std::string::npos) return fault("platform.config.bad_value", "listen");
  const auto host = settings.listen.substr(0, colon);
  const bool loopback = host.starts_with("127.") || host == "localhost" || host == "[::1]";
  if (!settings.limits && !loopback) return fault("platform.config.limits_off", "limits");
  if (!is_mail_in_address(settings.mail_in_address)) return fault("platform.config.bad_value", "mail_in_address");
  if (settings.origin.empty()) settings.origin = "http://" + settings.listen;
  return settings;
}

std::string print_settings(const Settings& settings) {
  std::string out;
  for (const auto& setting : settings_table()) {
    const auto value = setting.show(settings);
    out += setting.field.name + " = " + (setting.field.secret && !value.empty() ? "(set)" : value) + "\n";
  }
  return out;
}

}  // namespace jauap
