#include "record/pages.h"

#include "base/text.h"
#include "directory/directory.h"
#include "platform/html/components.h"
#include "platform/numbers/numbers.h"
#include "platform/tlog/verify.h"
#include "record/files.h"
#include "record/office.h"
#include "record/policy.h"

namespace jauap::record {
namespace {
using namespace html;
using namespace html::tags;

// What the check came to, in words for people; `detail` is the verifier's own sentence, in English.
struct Verdict {
  Tone tone = Tone::info;
  Key heading, text;
  std::vector<Arg> args = {};
  std::string detail = {};
  std::vector<std::pair<std::string, Url>> links = {};
};

// Genuine, but no published checkpoint holds it yet.
Verdict coming() { return {Tone::info, "record.verdict.promised", "record.verdict.coming.text"}; }

Verdict unknown_kind() { return {Tone::warning, "record.verdict.what", "record.verdict.what.text"}; }

std::pair<std::string, Url> to_entry(const Visit& visit, std::uint64_t index) {
  return {visit.words("record.entry", {{"index", std::to_string(index)}}), visit.url("/record/" + std::to_string(index))};
}

Verdict forged(std::string detail) { return {Tone::error, "record.verdict.forged", "record.verdict.forged.text", {}, std::move(detail)}; }

Verdict on_record(const Visit& visit, const tlog::Leaf& leaf, std::uint64_t index, std::string detail = {}) {
  const auto civil = visit.pack().civil(Instant{std::int64_t(leaf.at) * 1000});
  return {Tone::success, "record.verdict.genuine", "record.verdict.genuine.text",
          {{"date", visit.words.date_time(civil.date, civil.time)}, {"object", leaf.object}}, std::move(detail), {to_entry(visit, index)}};
}

Verdict of_leaf_hash(const Visit& visit, const tlog::Hash& hash) {
  const auto proving = prove(visit.db, hash);
  if (proving.state == Proving::State::unknown) return {Tone::error, "record.verdict.none", "record.verdict.none.text"};
  if (proving.state == Proving::State::promised) return coming();
  const auto leaf = tlog::read_leaf(store::entry(visit.db, proving.index)->leaf);
  return on_record(visit, *leaf, proving.index);
}

Verdict of_receipt(const Visit& visit, const std::string& text) {
  const auto whom = policy(visit.db);
  const auto finding = tlog::check_receipt(whom, nullptr, text);
  if (finding.exit != tlog::Exit::good) return forged(finding.words);
  const auto receipt = tlog::open_receipt(text, whom.receipt_keys);
  const auto hash = tlog::leaf_hash(receipt->leaf);
  const auto proving = prove(visit.db, hash);
  if (proving.state == Proving::State::proved) return on_record(visit, *tlog::read_leaf(receipt->leaf), proving.index, finding.words);
  const bool is_over = std::uint64_t(visit.context.now.ms / 1000) > receipt->promised;
  if (is_over) return {Tone::error, "record.verdict.broken", "record.verdict.broken.text", {{"object", receipt->object}}, finding.words};
  return {Tone::info, "record.verdict.promised", "record.verdict.promised.text", {}, finding.words};
}

Verdict of_proof(const Visit& visit, const std::string& text) {
  const auto proof = tlog::parse_proof(text);
  if (!proof) return forged(proof.wrong());
  const auto entry = store::entry(visit.db, proof->index);
  if (!entry) return {Tone::error, "record.verdict.none", "record.verdict.none.text"};
  const auto finding = tlog::check_proof(policy(visit.db), text, entry->leaf);
  if (finding.exit == tlog::Exit::forged) return forged(finding.words);
  return on_record(visit, *tlog::read_leaf(entry->leaf), entry->index, finding.words);
}

// What one object has on the record: entries that a published checkpoint holds, and leaves that wait for one.
struct Traces {
  std::vector<store::Entry> entries;
  std::vector<std::string> promised;
};

Traces traces_of(const Visit& visit, std::string_view number) {
  const auto parsed = numbers::parse(number);
  const auto* place = parsed ? visit.pack().place(parsed->place_code) : nullptr;
  const auto object = place ? journal::object_named(visit.db, place->id, parsed->canonical()) : std::nullopt;
  Traces traces;
  if (!object) return traces;
  const auto newest = store::newest_checkpoint(visit.db);
  for (const auto& event : store::of_object(visit.db, object->place, object->id)) {
    if (auto entry = store::entry_of(visit.db, event.hash)) {
      if (newest && entry->index < newest->size)
        traces.entries.push_back(std::move(*entry));
      else
        traces.promised.push_back(std::move(entry->leaf));
    } else if (auto pending = store::pending_of(visit.db, event.hash)) {
      traces.promised.push_back(std::move(pending->leaf));
    }
  }
  return traces;
}

bool opens(const tlog::Opening& opening, const std::string& leaf) {
  const auto read = tlog::read_leaf(leaf);
  return read && !tlog::opening_fault(opening, read->cm);
}

Verdict of_opening(const Visit& visit, const std::string& text, std::string_view number) {
  const auto opening = tlog::parse_opening(text);
  if (!opening) return forged(opening.wrong());
  if (!numbers::parse(number)) return {Tone::warning, "record.verdict.number", "record.verdict.number.text"};
  const auto traces = traces_of(visit, number);
  for (const auto& entry : traces.entries)
    if (opens(*opening, entry.leaf))
      return on_record(visit, *tlog::read_leaf(entry.leaf), entry.index, tlog::check_opening(entry.leaf, text).words);
  for (const auto& leaf : traces.promised)
    if (opens(*opening, leaf)) return coming();
  return {Tone::error, "record.verdict.differs", "record.verdict.differs.text"};
}

Verdict of_checkpoint(const Visit& visit, const std::string& text) {
  const auto finding = tlog::check_checkpoint(policy(visit.db), text);
  if (finding.exit == tlog::Exit::forged) return forged(finding.words);
  const auto named = tlog::parse_checkpoint(tlog::parse_note(text)->text);
  const auto ours = store::checkpoint(visit.db, named->size);
  if (ours && ours->root != named->root) return {Tone::error, "record.verdict.fork", "record.verdict.fork.text", {}, finding.words};
  return {Tone::success, "record.verdict.checkpoint", "record.verdict.checkpoint.text", {{"count", visit.words.number(std::int64_t(named->size))}}, finding.words};
}

Verdict of_number(const Visit& visit, std::string_view number) {
  const auto traces = traces_of(visit, number);
  if (traces.entries.empty() && !traces.promised.empty()) return coming();
  if (traces.entries.empty()) return {Tone::warning, "record.verdict.none", "record.verdict.none.text"};
  Verdict verdict{Tone::success, "record.verdict.object", "record.verdict.object.text", {{"object", numbers::parse(number)->canonical()}}};
  for (const auto& entry : traces.entries) {
    const auto leaf = tlog::read_leaf(entry.leaf);
    if (!leaf) continue;
    auto link = to_entry(visit, entry.index);
    link.first += " · " + event_name(visit, leaf->type);
    verdict.links.push_back(std::move(link));
  }
  return verdict;
}

bool is_note(const std::string& text) { return text.find("\n\n\xE2\x80\x94 ") != std::string::npos; }

Verdict judge(const Visit& visit, const std::string& pasted, std::string_view number) {
  const std::string trimmed(text::trim(pasted));
  if (const auto hash = tlog::hash_of_hex(trimmed)) return of_leaf_hash(visit, *hash);
  if (numbers::parse(trimmed)) return of_number(visit, trimmed);
  const auto whole = trimmed + "\n";  // browsers drop the last line's end
  if (tlog::is_receipt(whole)) return of_receipt(visit, whole);
  if (trimmed.starts_with("c2sp.org/tlog-proof@")) return of_proof(visit, whole);
  if (is_note(whole)) return of_checkpoint(visit, whole);
  if (const auto leaf = tlog::read_leaf(trimmed)) return of_leaf_hash(visit, tlog::leaf_hash(trimmed));
  if (trimmed.starts_with("{")) return of_opening(visit, trimmed, number);
  return unknown_kind();
}

Html verdict_block(const Visit& visit, const Verdict& verdict) {
  const auto& t = visit.words;
  const auto text = t(Problem{.message = verdict.text, .args = verdict.args});
  return section({attr("id", "verdict"), notice(verdict.tone, t(verdict.heading),
                                                join({p({text}), verdict.links.empty() ? Html() : link_list(verdict.links),
                                                      verdict.detail.empty() ? Html() : p({cls("meta"), attr("lang", "en"), verdict.detail})}))});
}

http::Response verify_page(const Visit& visit, const std::string& what, const std::string& number, const std::optional<Verdict>& verdict,
                           const Problems* problems = nullptr) {
  const auto& t = visit.words;
  visit.needs_pre_session = true;
  FieldWords paste{.name = "what", .label = t("record.verify.what"), .hint = t("record.verify.what.hint"), .value = what};
  if (problems)
    if (const auto* problem = problems->of("what")) paste.error = t(*problem);
  std::vector<ErrorLine> lines;
  if (problems)
    for (const auto& problem : *problems) lines.push_back({problem.field, t(problem)});
  const auto fields = join({form_fields(visit), text_field(paste, {.rows = 6}),
                            file_field({.name = "file", .label = t("record.verify.file"), .hint = t("record.verify.file.hint")}, ""),
                            input_field({.name = "number", .label = t("record.verify.number"), .hint = t("record.verify.number.hint"), .value = number}, {.is_short = true}),
                            submit_button(t("record.verify.button"))});
  return respond(visit, {.title = t("record.verify"),
                         .body = join({problems ? error_summary(t("record.fix"), lines) : Html(), h1({t("record.verify")}),
                                       verdict ? verdict_block(visit, *verdict) : Html(), p({t("record.verify.text")}),
                                       form({attr("method", "post"), attr("enctype", "multipart/form-data"), action(visit.url("/record/verify")), fields}),
                                       section({h2({t("record.verify.self")}), p({t("record.verify.self.text")}),
                                                p({cls("kept"), code({"jauap-verify --policy policy receipt FILE"})}), p({t("record.verify.self.policy")})})}),
                         .status = problems ? 422 : 200,
                         .errors = problems != nullptr,
                         .crumbs = {{t("record.title"), visit.url("/record")}}});
}

}  // namespace

namespace pages {

http::Response verify(const Visit& visit) {
  const std::string what(visit.query.get("what"));
  return verify_page(visit, what, "", what.empty() ? std::nullopt : std::optional(judge(visit, what, "")));
}

Prepared check(const Visit& visit, const http::Pairs& input) {
  std::string what(input.get("what"));
  const std::string number(input.get("number"));
  for (const auto& file : visit.files)
    if (!file.bytes.empty()) what = std::string(file.bytes);
  if (text::trim(what).empty()) {
    const Problems problems(Problem{.message = "record.verify.empty", .field = "what"});
    return verify_page(visit, what, number, std::nullopt, &problems);
  }
  // A form sends lines with CR LF; every format of the record has LF alone.
  std::erase(what, '\r');
  if (what.size() > checked_bytes_max) return verify_page(visit, "", number, unknown_kind());
  return verify_page(visit, what.size() < 20'000 ? what : "", number, judge(visit, what, number));
}

}  // namespace pages
}  // namespace jauap::record
