// The auditor's page: what staff did and saw, newest first, by object or by person.
#include <charconv>

#include "base/text.h"
#include "directory/commands.h"
#include "directory/pages.h"
#include "platform/html/components.h"
#include "platform/module/cursor.h"
#include "platform/numbers/numbers.h"

namespace jauap::directory::pages {
namespace {
using namespace html;
using namespace html::tags;

constexpr int page_rows = 50;

constexpr struct {
  std::string_view act;
  Key words;
} act_words[] = {
    {"appeal.read", Key("directory.act.appeal_read")},         {"appeal.listed", Key("directory.act.appeal_listed")},
    {"appeal.searched", Key("directory.act.appeal_searched")}, {"person.added", Key("directory.act.person_added")},
    {"pack.proposed", Key("directory.act.pack_proposed")}, {"pack.approved", Key("directory.act.pack_approved")}, {"pack.declined", Key("directory.act.pack_declined")},
    {"enrolment.given", Key("directory.act.enrolment_given")}, {"role.granted", Key("directory.act.role_granted")},
    {"role.revoked", Key("directory.act.role_revoked")},       {"body.added", Key("directory.act.body_added")},
    {"body.changed", Key("directory.act.body_changed")},       {"body.signing", Key("directory.act.body_signing")},
    {"signed.in", Key("directory.act.signed_in")},
    {"audit.read", Key("directory.act.audit_read")},           {"appeal.erasure_asked", Key("directory.act.erasure_asked")},
    {"appeal.erased", Key("directory.act.erased")},            {"appeal.erasure_declined", Key("directory.act.erasure_declined")},
};

// A module that is not named above shows its own word for the act.
std::string act_of(const Visit& visit, const std::string& act) {
  for (const auto& row : act_words)
    if (row.act == act) return visit.words(row.words);
  return act;
}

std::string who(const Visit& visit, const jauap::audit::Row& row) {
  const auto account = row.actor ? auth::by_id(visit.db, *visit.context.keys, row.actor) : std::nullopt;
  if (!account) return visit.words("directory.audit.program");
  auto words = account->login + " · " + std::string(visit.words.by_name("platform.role." + std::string(role_code(row.role))));
  if (!row.body.empty()) words += " · " + directory::bodies(visit.db)->name(row.body, visit.language);
  return words;
}

std::optional<AuditId> id_of(const Visit& visit, std::string_view cursor) {
  const auto text = key_of(visit, cursor);
  AuditId id;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), id.value).ec != std::errc()) return std::nullopt;
  return id;
}

// Numbers as people type them: any case, without dashes.
std::string object_of(std::string_view typed) {
  const auto trimmed = text::trim(typed);
  const auto number = numbers::parse(trimmed);
  return number ? number->canonical() : std::string(trimmed);
}

Html search_form(const Visit& visit, const std::string& object, const std::string& login) {
  const auto& t = visit.words;
  return form({attr("method", "get"), action(visit.url("/w/audit")),
               input_field({.name = "object", .label = t("directory.audit.object"), .hint = t("directory.audit.object_hint"), .value = object}),
               input_field({.name = "login", .label = t("directory.audit.login"), .value = login}), submit_button(t("directory.audit.show"), true)});
}

}  // namespace

http::Response audit(const Visit& visit) {
  if (const auto permit = visit.context.authorise(may_read_audit, {}); !permit) return refuse(visit, permit.problems());
  const auto& t = visit.words;
  const auto object = object_of(visit.query.get("object"));
  const std::string login(text::trim(visit.query.get("login")));
  jauap::audit::Filter filter{.object = object, .limit = page_rows + 1};
  const auto account = login.empty() ? std::nullopt : auth::by_login(visit.db, *visit.context.keys, login);
  if (account) filter.actor = account->id;
  if (const auto after = visit.query.get("after"); !after.empty()) {
    const auto id = id_of(visit, after);
    if (!id) return refuse(visit, Problem{.kind = Problem::Kind::malformed, .message = "directory.audit.none", .field = "after"});
    filter.before = *id;
  }
  auto rows = login.empty() || account ? jauap::audit::page(visit.db, filter) : std::vector<jauap::audit::Row>();
  visit.seen({.act = "audit.read", .object = object.empty() ? login : object, .amount = int(std::min<std::size_t>(rows.size(), page_rows))});
  std::optional<Url> next, first;
  const auto with_filters = [&] { return visit.url("/w/audit").with("object", object).with("login", login); };
  if (rows.size() > page_rows) {
    rows.pop_back();
    next = with_filters().with("after", cursor_of(visit, std::to_string(rows.back().id.value)));
  }
  if (filter.before) first = with_filters();
  std::vector<TableRow> lines;
  for (const auto& row : rows) {
    const auto at = visit.pack().civil(row.at);
    lines.push_back({{html::text(t.date_time(at.date, at.time)), html::text(who(visit, row)), html::text(act_of(visit, row.entry.act)),
                      html::text(row.entry.object), html::text(row.entry.fields), html::text(t.number(row.entry.amount)),
                      html::text(row.client)}});
  }
  return respond(visit, {.title = t("directory.audit.title"),
                         .body = html::join({h1({t("directory.audit.title")}), p({t("directory.audit.text")}), search_form(visit, object, login),
                                             lines.empty() ? p({attr("role", "status"), t("directory.audit.none")})
                                                           : table(t("directory.audit.caption"),
                                                                   {{t("directory.audit.at")}, {t("directory.audit.who")}, {t("directory.audit.act")},
                                                                    {t("directory.audit.object")}, {t("directory.audit.fields")}, {t("directory.audit.amount")},
                                                                    {t("directory.audit.client")}},
                                                                   lines),
                                             p({cls("hint"), t("directory.audit.classes")}),
                                             pagination({.label = t("directory.audit.pages"), .previous_words = t("directory.audit.first"),
                                                         .next_words = t("directory.audit.older"), .previous = first, .next = next})})});
}

}  // namespace jauap::directory::pages
