// Settings of one server: command line over environment (JAUAP_…) over one INI file. Every field has a default that
// works; an unknown name is refused; `serve --print-config` shows what is in force, secrets hidden.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace jauap {

struct Settings {
  std::string data;                              // folder of data and keys
  std::string database;                          // postgresql://…; "" is SQLite in `data`
  std::string listen = "127.0.0.1:8080";         // public listener
  std::string metrics_listen = "127.0.0.1:0";    // private listener for /metrics; port 0: any free one, "" none
  std::string origin = "";                       // "https://jauap.example"; "" is http://<listen>
  std::string pack = "packs/kz";                 // folder of the jurisdiction pack
  std::string place = "KZ75";                    // the place this server speaks for by default
  std::string trusted_proxy;                     // address of the reverse proxy on this machine or network
  std::string smtp_url, smtp_user, smtp_password, mail_from = "jauap@localhost";
  std::string mail_in_address;                   // letters to it become drafts, to its "+" forms join their case; "": no mail comes in
  std::string record_origin;                     // name of the public record when it begins, "record.example/log"; "" is the origin's, with /log
  std::string signer;                            // socket of `jauap signer`; "": this process signs
  std::string anchor;                            // file of the record's anchor, outside the database's backups; "" is DATA/anchor/log
  int node = 0;                                  // 0..1023, different for each server on one database
  int io_threads = 2, reader_threads = 2;        // threads
  int writer_connections = 1;                    // PostgreSQL only
  int writer_cache_mib = 16;                     // SQLite only
  bool limits = true;                            // false (`--limits off`): loopback only, for load tests
  int idempotency_hours = 48, submission_idempotency_days = 90;
  bool demo = false;                             // set by the data folder, never by hand
};

struct SettingField {
  std::string name;     // "smtp_url"; option --smtp-url, environment JAUAP_SMTP_URL
  std::string summary;  // English, with unit
  bool secret = false;
};
const std::vector<SettingField>& setting_fields();

// `options` are --name=value pairs from the command line, already split.
Result<Settings> load_settings(const std::vector<std::pair<std::string, std::string>>& options,
                               const std::string& config_file);
std::string print_settings(const Settings& settings);  // INI text, secrets as "(set)"

}  // namespace jauap
