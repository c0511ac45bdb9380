// Backup, restore and the check of a whole installation.
//   FILE          the database at one moment without the keys of objects, and the files that people attached
//   FILE.keys     the keys of objects, sealed: deleted after thirty days, they shred what was erased since
//   FILE.anchor   what was signed: kept elsewhere, so that an old database can be told
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "app/commands.h"
#include "app/usage.h"
#include "base/durable.h"
#include "platform/archive/archive.h"
#include "platform/db/snapshot.h"
#include "platform/files/files.h"
#include "platform/secrets/secrets.h"
#include "record/check.h"
#include "record/record.h"

namespace jauap::app {
namespace {

namespace fs = std::filesystem;

enum Exit { good = 0, failed = 1, unreachable_ = 3 };

constexpr int damaged_files_told = 20;
constexpr const char* demo_mark = "demonstration";  // as app/program.h makes it

// A folder that goes with the object.
class Scratch {
 public:
  // For this user alone. One that was left behind by a backup that was killed is named, not used.
  explicit Scratch(std::string path) : path_(std::move(path)) {
    if (::mkdir(path_.c_str(), 0700) != 0) throw db::Failure("cannot make " + path_ + ": " + std::strerror(errno));
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void must_write(const std::string& path, std::string_view bytes) {
  if (write_durably(path, bytes, 0600) != Kept::yes) throw db::Failure("cannot write " + path);
}

// "<place> <object> <sealed key, hex>", one line an object.
std::string take_keys_out(const db::Location& copy) {
  std::string lines;
  const auto connection = db::open(copy, db::Mode::read_write);
  journal::each_key(*connection->read(), [&](const journal::SealedKey& key) {
    lines += std::to_string(key.place) + " " + std::to_string(key.object) + " " + secrets::hex(key.sealed) + "\n";
  });
  connection->begin();
  connection->savepoint();
  journal::drop_keys(connection->tx());
  connection->release();
  connection->commit();
  connection->script("pragma wal_checkpoint(truncate)");
  return lines;
}

void bring_keys_in(const db::Location& to, const std::string& file) {
  std::ifstream in(file);
  if (!in) throw db::Failure("cannot read " + file);
  const auto connection = db::open(to, db::Mode::read_write);
  connection->begin();
  connection->savepoint();
  journal::SealedKey key;
  for (std::string sealed; in >> key.place >> key.object >> sealed;) {
    const auto bytes = secrets::from_hex(sealed);
    if (!bytes) throw db::Failure(file + " is no list of keys");
    key.sealed = *bytes;
    journal::put_key(connection->tx(), key);
  }
  if (!in.eof()) throw db::Failure(file + " is no list of keys");
  connection->release();
  connection->commit();
}

int pack_files(archive::Writer& writer, const std::string& data) {
  int count = 0;
  const fs::path folder = fs::path(data) / "files";
  if (!fs::exists(folder)) return 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) count += writer.add("files/" + fs::relative(entry.path(), folder).string(), entry.path().string());
  return count;
}

int backup(const House& house, const std::string& file) {
  const Scratch scratch(file + ".begun");
  db::snapshot(house.location, scratch.path());
  const auto keys = take_keys_out({.folder = scratch.path()});
  archive::Writer writer(file);
  writer.add("jauap.db", scratch.path() + "/jauap.db");
  const auto& data = house.settings->data;
  if (house.demo) writer.add(demo_mark, data + "/" + demo_mark);
  const auto files = pack_files(writer, data);
  writer.finish();
  must_write(file + ".keys", keys);
  const auto anchored = house.record->signing().anchored();
  if (!anchored) throw db::Failure("the anchor cannot be read: " + record::words(anchored.problems()));
  must_write(file + ".anchor", record::anchor_text(house.record->origin(), *anchored));
  std::cout << file << "  " << fs::file_size(file) << " bytes, the database and " << files << " files\n"
            << file << ".keys  keys of objects: delete it after thirty days\n"
            << file << ".anchor  what was signed: keep it elsewhere\n"
            << "Not in it: DATA/keys. Without them nothing of it can be read.\n";
  return good;
}

// Which log the copy is of is for the server to say; here the larger one stays.
void keep_larger_anchor(const std::string& anchor, const std::string& copy) {
  const auto anchored = [](const std::string& path) {
    const auto read = record::read_anchor(path);
    if (!read) throw db::Failure(path + " is no anchor");
    return read->size;
  };
  const auto size = anchored(copy);
  if (fs::exists(anchor) && anchored(anchor) >= size) return;
  if (const auto folder = fs::path(anchor).parent_path(); !folder.empty()) fs::create_directories(folder);
  std::ifstream in(copy, std::ios::binary);
  must_write(anchor, std::string(std::istreambuf_iterator<char>(in), {}));
}

// What pack_files and backup put in, and nothing else.
bool is_of_a_backup(const std::string& name) {
  return name == "jauap.db" || name == demo_mark || name.starts_with("files/");
}

constexpr const char* unfinished = "restoring";  // what an attempt that failed has unpacked

bool is_empty_but_for_keys(const std::string& data) {
  if (!fs::exists(data)) return true;
  return std::all_of(fs::directory_iterator(data), fs::directory_iterator(), [](const fs::directory_entry& entry) {
    const auto name = entry.path().filename();
    return name == "keys" || name == "anchor" || name == unfinished;
  });
}

int restore(const Settings& settings, const std::string& file, const std::string& keys, const std::string& anchor_copy) {
  const auto& data = settings.data;
  if (!settings.database.empty()) {
    std::cerr << "jauap: a database of PostgreSQL is restored by pg_restore\n";
    return failed;
  }
  if (!is_empty_but_for_keys(data)) {
    std::cerr << "jauap: " << data << " is not empty; keys and anchor alone may lie there\n";
    return failed;
  }
  if (!fs::exists(data + "/keys/seal.key")) {
    std::cerr << "jauap: put the keys of the installation into " << data << "/keys first\n";
    return failed;
  }
  // The anchor first and the database's name last: whatever fails between leaves nothing that could be served and signed.
  const auto anchor = record::anchor_path(settings);
  if (!anchor_copy.empty()) keep_larger_anchor(anchor, anchor_copy);
  const auto unpacked = data + "/" + unfinished;
  fs::remove_all(unpacked);
  archive::extract(file, unpacked, is_of_a_backup);
  if (!keys.empty()) bring_keys_in({.folder = unpacked}, keys);
  for (const char* name : {"files", demo_mark, "jauap.db"})
    if (fs::exists(unpacked + "/" + name)) fs::rename(unpacked + "/" + name, data + "/" + name);
  fs::remove_all(unpacked);
  if (!sync_folder(data)) throw db::Failure("cannot write " + data);
  std::cout << "restored into " << data << "\n";
  if (keys.empty()) std::cout << "Without --keys FILE.keys the private parts of events stay closed.\n";
  if (!fs::exists(anchor)) std::cout << "No anchor: only witnesses can tell now whether this is older than what was signed.\n";
  std::cout << "Next: jauap fsck --data " << data << "\n";
  return good;
}

template <class Work>
int guarded(const Work& work) {
  try {
    return work();
  } catch (const std::exception& error) {
    std::cerr << "jauap: " << error.what() << "\n";
    return unreachable_;
  }
}

}  // namespace

int command_backup(Arguments arguments) {
  if (arguments.words.size() != 1) return wrong_usage("backup");
  const auto file = arguments.words[0];
  arguments.words.clear();
  const auto program = open_program(std::move(arguments));
  if (!program) return unreachable_;
  return guarded([&] { return backup(program->house(), file); });
}

int command_restore(Arguments arguments) {
  if (arguments.words.size() != 1) return wrong_usage("restore");
  const auto file = arguments.words[0], keys = arguments.take("keys"), anchor = arguments.take("anchor-copy");
  arguments.words.clear();
  const auto settings = settings_of(std::move(arguments));
  if (!settings) return unreachable_;
  if (settings->data.empty()) return wrong_usage("restore");
  return guarded([&] { return restore(*settings, file, keys, anchor); });
}

int command_fsck(Arguments arguments) {
  if (!arguments.words.empty()) return wrong_usage("fsck");
  const auto program = open_program(std::move(arguments));
  if (!program) return unreachable_;
  const auto& house = program->house();
  std::vector<std::string> faults;
  record::Checked checked;
  return guarded([&] {
    for (auto& fault : db::integrity_faults(*db::open(house.location, db::Mode::read_only))) faults.push_back("database: " + fault);
    house.readers->run([&](db::ReadTx& tx) {
      checked = record::check(tx, house);
      for (auto& name : files::damaged(tx, *house.blobs, damaged_files_told)) faults.push_back("file " + name + " is missing or damaged");
    });
    faults.insert(faults.end(), checked.faults.begin(), checked.faults.end());
    for (const auto& fault : faults) std::cout << fault << "\n";
    std::cout << checked.events << " events, " << checked.entries << " entries, " << checked.pending << " waiting, signed up to " << checked.signed_size << "; "
              << checked.parts << " private parts, " << checked.erased << " of them closed; " << faults.size() << " faults\n";
    return faults.empty() ? good : failed;
  });
}

}  // namespace jauap::app
