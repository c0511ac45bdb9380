#include "platform/tlog/vectors.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>

#include "platform/secrets/secrets.h"
#include "platform/tlog/checkpoint.h"
#include "platform/tlog/monitor.h"
#include "platform/tlog/note.h"
#include "platform/tlog/tile.h"
#include "platform/tlog/tree.h"
#include "platform/tlog/verify.h"

namespace jauap::tlog {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr std::size_t vector_file_bytes_max = 64 * 1024 * 1024;

std::string text_of(const json::value& value) {
  return std::string(value.as_string());
}
std::uint64_t number_of(const json::value& value) {
  return value.to_number<std::uint64_t>();
}

std::string unhex(const json::value& value) {
  const auto digits = text_of(value);
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(char(std::stoi(digits.substr(i, 2), nullptr, 16)));
  return bytes;
}

std::optional<Hash> base64_hash(const json::value& value) {
  const auto bytes = value.is_string() ? strict_base64(text_of(value)) : std::nullopt;
  return bytes ? hash_of_bytes(*bytes) : std::nullopt;
}

// Nothing when one is no hash: such a proof must be refused.
std::optional<Hashes> base64_hashes(const json::value* list) {
  Hashes hashes;
  if (!list || list->is_null()) return hashes;
  for (const auto& one : list->as_array()) {
    const auto hash = base64_hash(one);
    if (!hash) return std::nullopt;
    hashes.push_back(*hash);
  }
  return hashes;
}

bool is_proof_taken(const json::object& vector) {
  const auto proof = base64_hashes(vector.if_contains("proof"));
  if (!proof) return false;
  if (vector.at("kind") == "inclusion") {
    const auto leaf = base64_hash(vector.at("leafHash")), root = base64_hash(vector.at("root"));
    return leaf && root &&
           verify_inclusion(number_of(vector.at("leafIdx")), number_of(vector.at("treeSize")), *leaf, *proof, *root);
  }
  const auto old_root = base64_hash(vector.at("root1")), new_root = base64_hash(vector.at("root2"));
  return old_root && new_root &&
         verify_consistency(number_of(vector.at("size1")), number_of(vector.at("size2")), *old_root, *new_root, *proof);
}

bool is_note_taken(const json::object& vector) {
  std::vector<VerifierKey> keys;
  for (const auto& text : vector.at("vkeys").as_array()) {
    auto key = parse_verifier_key(text_of(text));
    if (!key) return false;
    keys.push_back(key.take());
  }
  const auto note = parse_note(text_of(vector.at("note")));
  return note && verify_note(*note, keys);
}

// The tree of the leaves "jauap-vector-<index>", with the last hashes of each level of tiles.
class VectorTree {
 public:
  void grow(std::uint64_t size) {
    while (edge_.size() < size)
      edge_.append(leaf_hash("jauap-vector-" + std::to_string(edge_.size())),
                   [this](unsigned level, std::uint64_t index, const Hash& hash) {
                     if (level % 8 == 0) levels_[level / 8][index] = hash;
                   });
  }
  std::uint64_t size() const { return edge_.size(); }
  Hash root() const { return edge_.root(); }
  std::string tile_hash(const std::string& path) const {
    const auto place = parse_tile_path(path);
    Hashes hashes;
    for (std::uint64_t i = 0; place && i < place->width; ++i)
      hashes.push_back(levels_.at(place->level).at(place->index * tile_width + i));
    return secrets::hex(secrets::sha256(tile_bytes(hashes)));
  }

 private:
  Edge edge_;
  std::map<unsigned, std::map<std::uint64_t, Hash>> levels_;
};

class Trial {
 public:
  void file(const std::string& path, const std::string& name) {
    name_ = name;
    json::error_code error;
    const auto value = json::parse(read_file(path, vector_file_bytes_max), error);
    if (error || !value.is_object()) return fail("is no JSON object");
    try {
      for (const auto& member : value.get_object()) section(member.key(), member.value());
    } catch (const std::exception& fault) {
      fail(std::string("does not have the form of vectors: ") + fault.what());
    }
  }

  void sample_log(const std::string& folder, const std::string& name) {
    name_ = name;
    try {
      const auto policy = parse_policy(read_file(folder + "/policy", policy_bytes_max));
      if (!policy) return fail(policy.wrong());
      LogFiles log(folder_fetch(folder));
      const auto full = check_full(*policy, log);
      expect(full.exit == Exit::good, full.words);
      const SampleRules rules;
      for (const auto& breach : monitor(*policy, log, {}, {.law = &rules}).breaches) fail(breach.line());
    } catch (const Stop& stop) {
      fail(stop.what());
    }
  }

  VectorReport take() { return std::move(report_); }

 private:
  void fail(const std::string& what) { report_.failures.push_back(name_ + ": " + what); }
  void expect(bool holds, const std::string& what) {
    ++report_.tried;
    if (!holds) fail(what);
  }

  void section(std::string_view key, const json::value& value) {
    if (key == "vectors") return vectors(value.as_array());
    if (key == "notes") return notes(value.as_array());
    if (key == "checkpoint_example") return checkpoint(value.as_object());
    if (key == "rfc6962_hasher") return hasher(value.as_object());
    if (key == "tile_paths") return tile_paths(value.at("cases").as_array());
    if (key == "ed25519") return signatures(value.at("cases").as_array());
    if (!value.is_string()) report_.unknown.push_back(name_ + ": " + std::string(key));
  }

  void vectors(const json::array& all) {
    VectorTree tree;
    for (const auto& one : all) {
      const auto& vector = one.as_object();
      if (vector.contains("kind"))
        expect(is_proof_taken(vector) != vector.at("wantErr").as_bool(),
               text_of(vector.at("kind")) + " " + text_of(vector.at("id")));
      else
        roots(vector, tree);
    }
  }

  void roots(const json::object& vector, VectorTree& tree) {
    const auto size = number_of(vector.at("size"));
    if (size < tree.size()) tree = {};
    tree.grow(size);
    expect(hex(tree.root()) == text_of(vector.at("root")), "root of size " + std::to_string(size));
    if (const auto* tiles = vector.if_contains("tiles"))
      for (const auto& tile : tiles->as_object())
        expect(tree.tile_hash(tile.key()) == text_of(tile.value()),
               "size " + std::to_string(size) + ", " + std::string(tile.key()));
  }

  void notes(const json::array& all) {
    for (const auto& one : all)
      expect(is_note_taken(one.as_object()) == one.at("valid").as_bool(), "note " + text_of(one.at("id")));
  }

  void checkpoint(const json::object& example) {
    const auto note = parse_note(text_of(example.at("note")));
    const auto read = note ? parse_checkpoint(note->text) : Parsed<Checkpoint>(note.fault());
    expect(read && read->origin == text_of(example.at("origin")) && read->size == number_of(example.at("size")) &&
               read->root == base64_hash(example.at("root")),
           "checkpoint_example " + read.wrong());
  }

  void hasher(const json::object& values) {
    expect(hex(empty_root()) == text_of(values.at("empty_root")), "empty_root");
    expect(hex(leaf_hash("")) == text_of(values.at("leaf_of_empty_string")), "leaf_of_empty_string");
    expect(hex(leaf_hash("L123456")) == text_of(values.at("leaf_of_ascii_L123456")), "leaf_of_ascii_L123456");
    Edge edge;
    const auto& roots = values.at("roots_by_size_hex").as_array();
    expect(hex(edge.root()) == text_of(roots.at(0)), "root of size 0");
    for (const auto& leaf : values.at("sample_leaves_hex").as_array()) {
      edge.append(leaf_hash(unhex(leaf)));
      expect(hex(edge.root()) == text_of(roots.at(edge.size())), "root of size " + std::to_string(edge.size()));
    }
  }

  void tile_paths(const json::array& cases) {
    for (const auto& one : cases) {
      const bool is_entries = one.at("level").is_string();
      const TilePlace place{is_entries, is_entries ? 0 : unsigned(number_of(one.at("level"))),
                            number_of(one.at("index")), unsigned(number_of(one.at("width")))};
      const auto path = text_of(one.at("path"));
      expect(tile_path(place) == path && parse_tile_path(path) == place, path);
    }
  }

  void signatures(const json::array& cases) {
    for (const auto& one : cases) {
      const auto seed = unhex(one.at("secret_seed")), open = unhex(one.at("public")),
                 message = unhex(one.at("message")), signature = unhex(one.at("signature"));
      expect(secrets::ed25519_public(seed) == open && secrets::ed25519_sign(seed, message) == signature &&
                 secrets::ed25519_verify(open, message, signature),
             "ed25519 " + text_of(one.at("public")));
    }
  }

  VectorReport report_;
  std::string name_;
};

}  // namespace

std::optional<std::string> SampleRules::hash_of(std::string_view) const {
  return std::nullopt;
}

std::optional<CivilDate> SampleRules::due(const Term& term) const {
  if (term.leaf.rule == "test/15d") return term.first_day.plus_days(15);
  if (term.leaf.rule == "test/plus30d" && term.due0) return term.due0->plus_days(30);
  return std::nullopt;
}

std::optional<CivilDate> SampleRules::latest(const Term&) const {
  return std::nullopt;
}
std::optional<unsigned> SampleRules::times(const Term&) const {
  return std::nullopt;
}

std::optional<std::string> SampleRules::not_in_force(const Term& term) const {
  if (term.leaf.rule == "test/15d" || term.leaf.rule == "test/plus30d") return std::nullopt;
  return "the pack test-1 has no rule " + term.leaf.rule;
}

VectorReport try_vectors(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  if (error) throw Stop(Exit::unreadable, folder + " cannot be read: " + error.message());
  std::sort(files.begin(), files.end());
  Trial trial;
  for (const auto& file : files) trial.file(file.string(), file.filename().string());
  const auto sample = folder + "/sample-log";
  const bool has_sample = fs::is_regular_file(sample + "/checkpoint", error);
  if (has_sample) trial.sample_log(sample, "sample-log");
  if (files.empty() && !has_sample) throw Stop(Exit::unreadable, folder + " holds no vectors");
  return trial.take();
}

}  // namespace jauap::tlog
