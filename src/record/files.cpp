#include "record/files.h"

#include "platform/witness/book.h"
#include "record/append.h"
#include "record/policy.h"

namespace jauap::record {
namespace {

constexpr int proof_checkpoints_tried = 64;

http::Response file(std::string bytes, std::string_view type, std::string_view cache, int status = 200) {
  http::Response response{.status = status};
  response.header("Content-Type", type).header("Cache-Control", cache).header("Access-Control-Allow-Origin", "*");
  response.body = std::move(bytes);
  return response;
}

constexpr std::string_view words = "text/plain; charset=utf-8", octets = "application/octet-stream";
constexpr std::string_view for_ever = "public, max-age=31536000, immutable";

http::Response missing(std::string_view what = "no such file\n") { return file(std::string(what), words, "no-store", 404); }

http::Response get_file(const Visit& visit, const std::string& path, std::string_view type, std::string_view cache) {
  auto bytes = log_file(visit.db, path);
  return bytes ? file(std::move(*bytes), type, cache) : missing();
}

http::Response get_checkpoint(const Visit& visit) { return get_file(visit, "checkpoint", words, "public, max-age=5"); }
http::Response get_policy(const Visit& visit) { return get_file(visit, "policy", words, "public, max-age=300"); }
http::Response get_checkpoint_of(const Visit& visit) {
  return get_file(visit, "checkpoints/" + visit.params[0], words, "public, max-age=3600");
}
http::Response get_tile(const Visit& visit) {
  std::string path = "tile";
  for (const auto& part : visit.params) path += "/" + part;
  return get_file(visit, path, octets, for_ever);
}

// The bytes of one entry, for checking proofs and openings.
http::Response get_entry(const Visit& visit) {
  const auto index = tlog::strict_decimal(visit.params[0]);
  const auto newest = store::newest_checkpoint(visit.db);
  const auto entry = index && newest && *index < newest->size ? store::entry(visit.db, *index) : std::nullopt;
  return entry ? file(entry->leaf, "application/json", for_ever) : missing();
}

http::Response get_proof(const Visit& visit) {
  const auto hash = tlog::hash_of_hex(visit.params[0]);
  const auto proving = hash ? prove(visit.db, *hash) : Proving{};
  switch (proving.state) {
    case Proving::State::unknown: return missing("no entry has this leaf hash\n");
    case Proving::State::promised: return file("promised, not yet in the record\n", words, "public, max-age=5", 202);
    case Proving::State::proved: return file(proving.proof, words, "public, max-age=5");
  }
  return missing();
}

Prepared post_cosign(const Visit& visit, const http::Pairs&) {
  return Apply([note = std::string(visit.request.body)](db::Tx& tx, const Visit& again) {
    const auto taken = take_cosignatures(tx, note);
    if (taken) return Applied{file("taken\n", words, "no-store")};
    const auto& problem = taken.problems().first();
    return Applied{file(again.words(problem) + "\n", words, "no-store", status_of(problem.kind)), false};
  });
}

// The largest published checkpoint that holds the entry and that a quorum has cosigned.
std::optional<store::Signed> witnessed_checkpoint(db::ReadTx& tx, std::uint64_t index, const store::Signed& newest) {
  const auto whom = policy(tx);
  if (!whom.quorum) return std::nullopt;
  const auto try_one = [&](const store::Signed& one) {
    const auto seen = tlog::open_checkpoint(note_of(tx, one), whom);
    return seen && seen->is_witnessed;
  };
  if (try_one(newest)) return newest;
  for (const auto size : store::cosigned_sizes(tx, index, proof_checkpoints_tried)) {
    const auto one = store::checkpoint(tx, size);
    if (one && try_one(*one)) return one;
  }
  return std::nullopt;
}

}  // namespace

std::string note_of(db::ReadTx& tx, const store::Signed& checkpoint) {
  auto note = checkpoint.note;
  for (const auto& cosigned : store::cosignatures(tx, checkpoint.size)) note += cosigned.line;
  return note;
}

std::optional<std::string> published_tile(db::ReadTx& tx, const tlog::TilePlace& place) {
  const auto newest = store::newest_checkpoint(tx);
  if (!newest || tlog::width_of_tile(place.level, place.index, newest->size) < place.width) return std::nullopt;
  if (!place.is_entries) return tile_at(tx, place);
  std::vector<std::string> leaves;
  for (auto& entry : store::entries(tx, place.index * tlog::tile_width, int(place.width))) leaves.push_back(std::move(entry.leaf));
  if (leaves.size() != place.width) return std::nullopt;
  return tlog::bundle_bytes(leaves);
}

std::optional<std::string> log_file(db::ReadTx& tx, std::string_view path) {
  constexpr std::string_view sizes = "checkpoints/";
  if (path == "policy") return policy_text(tx);
  if (const auto place = tlog::parse_tile_path(path)) return published_tile(tx, *place);
  std::optional<store::Signed> found;
  if (path == "checkpoint") found = store::newest_checkpoint(tx);
  if (path.starts_with(sizes))
    if (const auto size = tlog::strict_decimal(path.substr(sizes.size()))) found = store::checkpoint(tx, *size);
  if (!found) return std::nullopt;
  return note_of(tx, *found);
}

Proving prove(db::ReadTx& tx, const tlog::Hash& leaf_hash) {
  const auto entry = store::entry_of(tx, leaf_hash);
  if (!entry) return {store::pending_of(tx, leaf_hash) ? Proving::State::promised : Proving::State::unknown, {}, 0};
  const auto newest = store::newest_checkpoint(tx);
  if (!newest || newest->size <= entry->index) return {Proving::State::promised, {}, entry->index};
  const auto checkpoint = witnessed_checkpoint(tx, entry->index, *newest).value_or(*newest);
  const auto hashes = tlog::inclusion_proof(entry->index, checkpoint.size, nodes_of(tx, newest->size));
  if (!hashes) throw db::Failure("a proof of the record cannot be made from its tiles");
  return {Proving::State::proved, tlog::format_proof({entry->index, *hashes, note_of(tx, checkpoint)}), entry->index};
}

std::string log_part_of(const std::string& bytes, const tlog::Policy& whom) {
  const auto note = tlog::parse_note(bytes);
  invariant(bool(note), "the note was opened before");
  std::vector<tlog::VerifierKey> keys;
  for (const auto& log : whom.logs) keys.push_back(log.key);
  return witness::with_signatures_of(*note, keys);
}

Done take_cosignatures(db::Tx& tx, const std::string& bytes) {
  const auto unknown = Problem{.kind = Problem::Kind::not_found, .message = "record.cosign.unknown"};
  const auto note = tlog::parse_note(bytes);
  if (!note) return Problem{.kind = Problem::Kind::malformed, .message = "record.cosign.malformed", .args = {{"why", note.wrong()}}};
  const auto named = tlog::parse_checkpoint(note->text);
  const auto published = named ? store::checkpoint(tx, named->size) : std::nullopt;
  if (!published || !published->note.starts_with(note->text + "\n")) return unknown;
  const auto whom = policy(tx);
  std::vector<tlog::VerifierKey> keys;
  for (const auto& member : whom.members)
    if (member.key) keys.push_back(*member.key);
  const auto good = tlog::verify_note(*note, keys);
  if (!good) return Problem{.kind = Problem::Kind::forbidden, .message = "record.cosign.refused", .args = {{"why", good.wrong()}}};
  for (const auto& signature : *good) {
    const auto& key = keys[signature.key];
    for (const auto& line : note->signatures)
      if (line.name == key.name && line.key_id == key.id && signature.time)
        store::put_cosignature(tx, {named->size, key.name, *signature.time, line.line()});
  }
  return done();
}

std::vector<Route> file_routes() {
  std::vector<Route> routes;
  const auto get = [&](std::string pattern, Read read) {
    Route route = page(std::move(pattern), std::move(read));
    route.localised = false;
    route.throttle = Throttle::files;
    routes.push_back(std::move(route));
  };
  get("/log/checkpoint", get_checkpoint);
  get("/log/checkpoints/{size}", get_checkpoint_of);
  get("/log/policy", get_policy);
  get("/log/proof/{hash}", get_proof);
  get("/log/entry/{index}", get_entry);
  // tile/<L>/<N>[.p/<W>], N in up to seven groups of three digits.
  std::string pattern = "/log/tile/{level}";
  for (int groups = 1; groups <= 8; ++groups) {
    pattern += "/{part" + std::to_string(groups) + "}";
    get(pattern, get_tile);
  }
  Route cosign = change("/log/cosign", post_cosign);
  cosign.localised = false;
  cosign.csrf = false;
  cosign.replay = false;
  cosign.takes_raw = true;
  routes.push_back(std::move(cosign));
  return routes;
}

}  // namespace jauap::record
