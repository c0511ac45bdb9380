#include "record/pages.h"

#include <map>

#include "directory/directory.h"
#include "platform/config/config.h"
#include "platform/html/components.h"
#include "platform/numbers/numbers.h"
#include "record/files.h"
#include "record/office.h"
#include "record/policy.h"
#include "record/record.h"

namespace jauap::record {
namespace {
using namespace html;
using namespace html::tags;

constexpr int rows_of_a_page = 20;
constexpr std::size_t short_hash = 12;

std::map<std::string, Key, std::less<>>& event_names() {
  static std::map<std::string, Key, std::less<>> all;
  return all;
}

std::string when(const Visit& visit, std::uint64_t unix_seconds) {
  const auto civil = visit.pack().civil(Instant{std::int64_t(unix_seconds) * 1000});
  return visit.words.date_time(civil.date, civil.time);
}

std::string body_name(const Visit& visit, const std::string& code) { return directory::bodies(visit.db)->name(code, visit.language); }

// The witnesses of the policy, and when each last vouched for what.
Html witnesses_block(const Visit& visit) {
  const auto& t = visit.words;
  const auto whom = policy(visit.db);
  if (whom.witness_count() == 0) return notice(Tone::warning, t("record.witnesses"), p({t("record.witnesses.none")}));
  std::vector<TableRow> rows;
  for (const auto& member : whom.members) {
    if (!member.is_witness()) continue;
    const auto last = store::newest_of(visit.db, member.key->name);
    rows.push_back({{text(member.name), text(last ? t.number(std::int64_t(last->size)) : "—"), text(last ? when(visit, last->at) : t("record.witness.never"))}});
  }
  const bool is_demo = policy_text(visit.db).find("# demonstration") != std::string::npos;
  return section({h2({t("record.witnesses")}), p({t("record.witnesses.text")}),
                  is_demo ? notice(Tone::warning, "", p({t("record.witnesses.demo")})) : Html(),
                  table(t("record.witnesses.caption"), {{t("record.witness")}, {t("record.witness.size"), true}, {t("record.witness.at")}}, rows)});
}

Html trouble_notice(const Visit& visit) {
  const auto& t = visit.words;
  if (!visit.context.record) return {};
  switch (visit.context.record->trouble()) {
    case Trouble::stale: return notice(Tone::error, t("record.trouble"), p({t("record.trouble.stale")}));
    case Trouble::forked: return notice(Tone::error, t("record.trouble"), p({t("record.trouble.forked")}));
    case Trouble::clock: return notice(Tone::warning, t("record.trouble"), p({t("record.trouble.clock")}));
    default: return {};
  }
}

Url entry_url(const Visit& visit, std::uint64_t index) { return visit.url("/record/" + std::to_string(index)); }

Html entries_table(const Visit& visit, const std::vector<store::Entry>& entries) {
  const auto& t = visit.words;
  std::vector<TableRow> rows;
  for (const auto& entry : entries) {
    const auto leaf = tlog::read_leaf(entry.leaf);
    if (!leaf) continue;
    rows.push_back({{a({href(entry_url(visit, entry.index)), std::to_string(entry.index)}), text(when(visit, leaf->at)),
                     text(event_name(visit, leaf->type)), text(leaf->object), code({tlog::hex(entry.hash).substr(0, short_hash)})}});
  }
  return table(t("record.entries"), {{t("record.index")}, {t("record.at")}, {t("record.event")}, {t("record.object")}, {t("record.hash")}}, rows);
}

Url page_before(const Visit& visit, std::uint64_t before, std::uint64_t size) {
  auto url = visit.url("/record");
  if (before < size) url.with("before", std::to_string(before));
  return url;
}

Html ways_on(const Visit& visit, std::uint64_t before, std::uint64_t size, std::uint64_t last) {
  const auto& t = visit.words;
  Pagination pages{.label = t("record.pages"), .previous_words = t("record.newer"), .next_words = t("record.older")};
  if (before < size) pages.previous.emplace(page_before(visit, before + rows_of_a_page, size));
  if (last > 0) pages.next.emplace(page_before(visit, last, size));
  return pagination(pages);
}

// How large the record is, and when it was signed.
Html state_of(const Visit& visit, const std::optional<store::Signed>& newest) {
  const auto& t = visit.words;
  if (!newest) return p({t("record.empty")});
  const auto signed_at = when(visit, std::uint64_t(newest->at.ms / 1000));
  return p({strong({t("record.size", {{"count", t.number(std::int64_t(newest->size))}, {"when", signed_at}})})});
}

// What the entry says, in words.
Html facts_of(const Visit& visit, const tlog::Leaf& leaf) {
  const auto& t = visit.words;
  const auto day = [&](const std::string& iso) {
    const auto date = CivilDate::parse(iso);
    return date ? text(t.date(*date)) : Html();
  };
  const auto body = [&](const std::string& code) { return code.empty() ? Html() : text(body_name(visit, code)); };
  const auto plain = [](const std::string& value) { return value.empty() ? Html() : text(value); };
  const auto* reason = visit.pack().reason(leaf.reason);
  const auto role = std::string(t.by_name("record.role." + leaf.role));
  return key_values({{t("record.event"), text(event_name(visit, leaf.type))},
                     {t("record.object"), text(leaf.object)},
                     {t("record.n"), text(t.number(std::int64_t(leaf.n)))},
                     {t("record.at"), text(when(visit, leaf.at))},
                     {t("record.role"), text(role.empty() ? leaf.role : role)},
                     {t("record.body"), body(leaf.body)},
                     {t("record.to"), body(leaf.to)},
                     {t("record.due0"), day(leaf.due0)},
                     {t("record.due"), day(leaf.due)},
                     {t("record.rule"), plain(leaf.rule)},
                     {t("record.pack"), plain(leaf.pack)},
                     {t("record.reason"), reason ? text(reason->name.in(visit.language)) : plain(leaf.reason)},
                     {t("record.val"), plain(leaf.val)},
                     {t("record.ref"), plain(leaf.ref)}});
}

int vouching(db::ReadTx& tx, const tlog::Policy& whom, std::uint64_t index) {
  int count = 0;
  for (const auto& member : whom.members) {
    if (!member.is_witness()) continue;
    const auto last = store::newest_of(tx, member.key->name);
    count += last && last->size > index;
  }
  return count;
}

}  // namespace

void know_events(const std::vector<journal::EventType>& events) {
  for (const auto& event : events)
    if (!event.words.name().empty()) event_names().insert_or_assign(event.name, event.words);
}

std::string event_name(const Visit& visit, const std::string& type) {
  const auto found = event_names().find(type);
  return found == event_names().end() ? type : visit.words(found->second);
}

namespace pages {

http::Response list(const Visit& visit) {
  const auto& t = visit.words;
  const auto newest = store::newest_checkpoint(visit.db);
  const std::uint64_t size = newest ? newest->size : 0;
  const auto before = std::min<std::uint64_t>(tlog::strict_decimal(visit.query.get("before")).value_or(size), size);
  const auto entries = store::entries_before(visit.db, before, rows_of_a_page);
  const bool is_newest = before == size;
  const auto links = link_list({{t("record.verify"), visit.url("/record/verify")},
                                {t("record.checkpoint"), Url::local("/log/checkpoint")},
                                {t("record.policy"), Url::local("/log/policy")}});
  Html listed;
  if (!entries.empty())
    listed = section({h2({t("record.entries.heading")}), entries_table(visit, entries), ways_on(visit, before, size, entries.back().index)});
  return respond(visit, {.title = t("record.title"),
                         .body = join({h1({t("record.title")}), trouble_notice(visit), p({t("record.intro.1")}), p({t("record.intro.2")}),
                                       p({t("record.intro.3")}), state_of(visit, newest), links, when(is_newest, witnesses_block(visit)), listed}),
                         .is_private = false});
}

http::Response entry(const Visit& visit) {
  const auto& t = visit.words;
  const auto index = tlog::strict_decimal(visit.params[0]);
  const auto newest = store::newest_checkpoint(visit.db);
  const auto found = index && newest && *index < newest->size ? store::entry(visit.db, *index) : std::nullopt;
  const auto leaf = found ? tlog::read_leaf(found->leaf) : tlog::Parsed<tlog::Leaf>(tlog::Fault{"none"});
  if (!leaf) return not_found(visit);
  const auto hash = tlog::hex(found->hash);
  const auto whom = policy(visit.db);
  const auto witnesses = std::int64_t(vouching(visit.db, whom, *index));
  const auto title = t("record.entry", {{"index", std::to_string(*index)}});
  const auto explained = ol({li({t("record.proof.1")}), li({t("record.proof.2", {{"hash", hash.substr(0, short_hash)}})}),
                             li({t("record.proof.3", {{"count", t.number(std::int64_t(newest->size))}})}),
                             li({t("record.proof.4", {{"count", t.number(witnesses)}, {"of", t.number(std::int64_t(whom.witness_count()))}})})});
  return respond(visit, {.title = title,
                         .body = join({h1({title}), facts_of(visit, *leaf), section({h2({t("record.proof")}), explained}),
                                       section({h2({t("record.bytes")}), p({t("record.bytes.text")}), p({cls("kept"), code({found->leaf})}),
                                                p({t("record.hash"), ": ", code({hash})}),
                                                link_list({{t("record.entry.file"), Url::local("/log/entry/" + std::to_string(*index))},
                                                           {t("record.proof.file"), Url::local("/log/proof/" + hash)},
                                                           {t("record.object.entries"), visit.url("/record/verify").with("what", leaf->object)}})})}),
                         .is_private = false,
                         .crumbs = {{t("record.title"), visit.url("/record")}}});
}

}  // namespace pages
}  // namespace jauap::record
