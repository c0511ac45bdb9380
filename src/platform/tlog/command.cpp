#include "platform/tlog/command.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "platform/tlog/leaf.h"
#include "platform/tlog/monitor.h"
#include "platform/tlog/opening.h"
#include "platform/tlog/vectors.h"
#include "platform/tlog/verify.h"

namespace jauap::tlog {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t proof_bytes_max = note_bytes_max + 64 * 1024;

// Options may be given more than once (--pack); words are what is neither option nor value.
struct Call {
  std::map<std::string, std::vector<std::string>> options;
  std::vector<std::string> words;
};

constexpr std::string_view known_options[] = {"policy", "log", "mmd", "now", "zone", "overdue", "pack", "site", "sample"};

Call read_call(const std::vector<std::string>& arguments) {
  Call call;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& one = arguments[i];
    if (!one.starts_with("--")) {
      call.words.push_back(one);
      continue;
    }
    const auto equals = one.find('=');
    const auto name = one.substr(2, equals == std::string::npos ? equals : equals - 2);
    if (std::find(std::begin(known_options), std::end(known_options), name) == std::end(known_options))
      throw Stop(Exit::usage, "unknown option --" + name);
    if (equals == std::string::npos && i + 1 == arguments.size())
      throw Stop(Exit::usage, "--" + name + " needs a value");
    const auto value = equals == std::string::npos ? arguments[++i] : one.substr(equals + 1);
    if (value.empty()) throw Stop(Exit::usage, "--" + name + " needs a value");
    call.options[name].push_back(value);
  }
  return call;
}

std::uint64_t number(const std::string& what, const std::string& text) {
  const auto value = strict_decimal(text);
  if (!value) throw Stop(Exit::usage, what + " is not a number: " + text);
  return *value;
}

// "+05:00"
std::chrono::minutes zone_of(const std::string& text) {
  const auto time = text.size() == 6 ? TimeOfDay::parse(text.substr(1)) : std::nullopt;
  if (!time || (text[0] != '+' && text[0] != '-')) throw Stop(Exit::usage, "a zone is written +05:00, not " + text);
  const auto minutes = std::chrono::minutes(std::stoi(text.substr(1, 2)) * 60 + std::stoi(text.substr(4, 2)));
  return text[0] == '-' ? -minutes : minutes;
}

bool is_url(std::string_view log) {
  return log.starts_with("https://") || log.starts_with("http://");
}

class Verify {
 public:
  Verify(Call call, const Doors& doors, std::ostream& out, std::ostream& err)
      : call_(std::move(call)), doors_(doors), out_(out), err_(err) {}

  Exit run() {
    if (call_.words.empty()) throw Stop(Exit::usage, "what is to be verified?");
    const auto what = call_.words[0];
    if (what == "checkpoint" && has_words(0, 1)) return say(check_checkpoint(policy(), checkpoint_or_newest(1)));
    if (what == "root" && has_words(0, 0)) return say(check_root(policy(), log()));
    if (what == "full" && has_words(0, 0)) return say(check_full(policy(), log()));
    if (what == "consistency" && has_words(1, 2)) return consistency();
    if (what == "inclusion" && has_words(2, 2))
      return say(check_inclusion(policy(), log(), number("INDEX", word(1)), leaf(2)));
    if (what == "proof" && has_words(2, 2))
      return say(check_proof(policy(), read_file(word(1), proof_bytes_max), leaf(2)));
    if (what == "receipt" && has_words(1, 1))
      return say(check_receipt(policy(), log_if_given(), read_file(word(1), note_bytes_max)));
    if (what == "opening" && has_words(2, 2)) return say(check_opening(leaf(1), read_file(word(2), opening_bytes_max)));
    if (what == "monitor") return run_monitor();
    if (what == "vectors" && has_words(1, 1)) return run_vectors();
    throw Stop(Exit::usage, "cannot verify " + what + " with so many words");
  }

 private:
  bool has_words(std::size_t least, std::size_t most) const {
    const auto count = call_.words.size() - 1;
    return count >= least && count <= most;
  }
  const std::string& word(std::size_t i) const { return call_.words[i]; }
  const std::string* option(const std::string& name) const {
    const auto found = call_.options.find(name);
    return found == call_.options.end() ? nullptr : &found->second.back();
  }

  const Policy& policy() {
    if (policy_) return *policy_;
    const auto* path = option("policy");
    if (!path) throw Stop(Exit::usage, "--policy FILE says whose keys to believe");
    auto read = parse_policy(read_file(*path, policy_bytes_max));
    if (!read) throw Stop(Exit::usage, *path + ": " + read.wrong());
    policy_ = read.take();
    return *policy_;
  }

  LogFiles* log_if_given() {
    const auto* place = option("log");
    if (!place) return nullptr;
    if (log_) return &*log_;
    if (!is_url(*place))
      log_.emplace(folder_fetch(*place));
    else if (doors_.web)
      log_.emplace(doors_.web(*place));
    else
      throw Stop(Exit::unreadable,
                 "this program has no network: copy the log into a folder (any web mirror does) and give that");
    return &*log_;
  }
  LogFiles& log() {
    auto* given = log_if_given();
    if (!given) throw Stop(Exit::usage, "--log DIR|URL says where the log is");
    return *given;
  }

  std::string leaf(std::size_t i) const { return read_file(word(i), entry_bytes_max); }

  // A file, or the size of a checkpoint that the log has published.
  std::string checkpoint(const std::string& name) {
    std::error_code error;
    if (!fs::exists(name, error) && strict_decimal(name) && log_if_given()) return log().file("checkpoints/" + name);
    return read_file(name, proof_bytes_max);
  }
  std::string checkpoint_or_newest(std::size_t i) {
    return call_.words.size() > i ? checkpoint(word(i)) : log().file("checkpoint");
  }

  Exit consistency() {
    auto* given = log_if_given();
    // Also when only two files are compared: a partial tile that is gone is cut out of the newest one.
    if (given) newest_checkpoint(policy(), *given);
    return say(check_consistency(policy(), given, checkpoint(word(1)), checkpoint_or_newest(2)));
  }

  Exit say(const Finding& finding) {
    (finding.exit == Exit::good ? out_ : err_) << finding.words << "\n";
    return finding.exit;
  }

  Exit run_monitor() {
    MonitorOptions options;
    if (const auto* mmd = option("mmd")) options.mmd_seconds = number("--mmd", *mmd);
    if (const auto* zone = option("zone")) options.zone = zone_of(*zone);
    if (const auto* now = option("now"))
      options.now = number("--now", *now);
    else if (option("log") && is_url(*option("log")) && doors_.now)
      options.now = doors_.now();
    if (const auto* day = option("overdue")) {
      options.overdue_on = CivilDate::parse(*day);
      if (!options.overdue_on) throw Stop(Exit::usage, "--overdue is a day, YYYY-MM-DD");
    }
    if (const auto* site = option("site")) {
      if (!doors_.web) throw Stop(Exit::usage, "this program has no network; jauap verify has");
      options.site = Site{.fetch = doors_.web(*site)};
      if (const auto* sample = option("sample")) options.site->sample = number("--sample", *sample);
    }
    const auto law = packs();
    options.law = law.get();
    const auto report = monitor(policy(), log(), kept(), options);
    for (const auto& breach : report.breaches) out_ << breach.line() << "\n";
    for (const auto& one : report.overdue) out_ << one.line() << "\n";
    for (const auto& notice : report.notices) err_ << notice << "\n";
    if (options.overdue_on)
      err_ << report.overdue.size() << " cases were overdue on " << options.overdue_on->iso() << "\n";
    err_ << report.breaches.size() << " breaches\n";
    if (!report.breaches.empty()) return Exit::forged;
    if (!report.is_site_judged) return Exit::unreadable;
    if (!report.is_witnessed) err_ << "the newest checkpoint is genuine, but the quorum is not met\n";
    return report.is_witnessed ? Exit::good : Exit::no_quorum;
  }

  std::unique_ptr<LawBook> packs() const {
    const auto found = call_.options.find("pack");
    if (found == call_.options.end()) return nullptr;
    if (!doors_.packs) throw Stop(Exit::usage, "this program does not read packs; jauap verify does");
    return doors_.packs(found->second);
  }

  // The files of the command line, and in a folder every checkpoint that the log has published.
  std::vector<Kept> kept() const {
    std::vector<Kept> files;
    for (std::size_t i = 1; i < call_.words.size(); ++i)
      files.push_back({word(i), read_file(word(i), proof_bytes_max)});
    const auto* place = option("log");
    if (!place || is_url(*place)) return files;
    std::error_code error;
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(*place + "/checkpoints", error))
      if (entry.is_regular_file()) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths)
      files.push_back({"checkpoints/" + path.filename().string(), read_file(path.string(), note_bytes_max)});
    return files;
  }

  Exit run_vectors() {
    const auto report = try_vectors(word(1));
    for (const auto& one : report.unknown) err_ << "not known how to try " << one << "\n";
    for (const auto& one : report.failures) err_ << one << "\n";
    out_ << report.tried << " vectors tried, " << report.failures.size() << " failed\n";
    return report.failures.empty() ? Exit::good : Exit::forged;
  }

  const Call call_;
  const Doors& doors_;
  std::ostream& out_;
  std::ostream& err_;
  std::optional<Policy> policy_;
  std::optional<LogFiles> log_;
};

}  // namespace

const char* verify_usage() {
  return "jauap verify --policy FILE [--log DIR|URL] WHAT\n"
         "  checkpoint [FILE]          signed by the log, cosigned by a quorum\n"
         "  root | full                the tiles, or every entry anew, make the signed root\n"
         "  consistency OLD [NEW]      the log only grew; OLD and NEW: files, or sizes of published checkpoints\n"
         "  inclusion INDEX LEAF       the entry stands at this place\n"
         "  proof PROOF LEAF           the same by a proof, without the log\n"
         "  receipt RECEIPT            genuine, and with --log: kept\n"
         "  opening LEAF OPENING       the shown parts are what was recorded\n"
         "  monitor [FILE...]          everything that a watcher checks; FILE: checkpoints, proofs, receipts that "
         "somebody kept\n"
         "          [--mmd SECONDS] [--now SECONDS] [--zone +05:00] [--pack DIR]... [--overdue YYYY-MM-DD]\n"
         "          [--site URL [--sample N]]   compares N (250) cases that the site shows with the log\n"
         "  vectors DIR                tries this program with published vectors\n"
         "monitor prints a line a breach: code, TAB, index or -1, TAB, words. --pack recomputes deadlines by the rules "
         "of a pack.\n"
         "exit 0 good, 1 forged, altered or a broken promise, 2 usage, 3 cannot read or fetch, 4 genuine but the "
         "quorum is not met,\n"
         "     5 promised, not yet included\n"
         "Take the policy from where it is printed, not from the server.\n";
}

int run_verify(const std::vector<std::string>& arguments, const Doors& doors, std::ostream& out, std::ostream& err) {
  for (const auto& one : arguments)
    if (one == "--help" || one == "-h") {
      out << verify_usage();
      return int(Exit::good);
    }
  try {
    return int(Verify(read_call(arguments), doors, out, err).run());
  } catch (const Stop& stop) {
    err << "jauap verify: " << stop.what() << "\n";
    if (stop.exit == Exit::usage) err << verify_usage();
    return int(stop.exit);
  }
}

}  // namespace jauap::tlog
