#include "appeals/queries.h"

#include <algorithm>
#include <charconv>

#include "appeals/documents.h"
#include "appeals/procedure.h"
#include "base/text.h"
#include "platform/config/config.h"
#include "platform/module/cursor.h"
#include "platform/numbers/numbers.h"

namespace jauap::appeals::queries {
namespace {

constexpr int page_rows = 20;
constexpr int files_at_once = 200;  // looked through for the list of files to review

// Ids follow time (base/id.h): the smallest id that could have been made at `at`.
AppealId first_id_at(Instant at) {
  constexpr std::int64_t epoch_ms = 1735689600000;
  return AppealId{at.ms <= epoch_ms ? 0 : (at.ms - epoch_ms) << 22};
}

std::int64_t number_of(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Problem bad(std::string_view field) {
  return {.kind = Problem::Kind::malformed, .message = "appeals.bad_filter", .field = std::string(field)};
}

Problem no_such_file() { return {.kind = Problem::Kind::not_found, .message = "platform.files.not_found"}; }

// Internal notes are for officials of the body; the rest both sides may read.
std::vector<store::Note> notes_for(const Visit& visit, const Opened& opened) {
  std::vector<store::Note> shown;
  for (const auto& sealed : store::notes(visit.db, *visit.context.keys, opened.appeal)) {
    const auto& note = sealed.open(opened.permit);
    const bool is_ours = opened.permit.scope() == Scope::own_body && note.body == visit.actor().body;
    if (note.kind != store::NoteKind::internal || is_ours) shown.push_back(note);
  }
  return shown;
}

// Titles of private cases in a list: one row of the audit for the list.
void listed_to(const Visit& visit, const std::string& body, std::size_t rows) {
  if (rows > 0) visit.seen({.act = std::string(act_listed), .object = body, .fields = "D3", .amount = int(rows)});
}

std::vector<Attachment> marked(db::ReadTx& tx, const Appeal& appeal, Whose whose, const std::vector<files::File>& found) {
  const auto marks = store::file_marks(tx, appeal);
  std::vector<Attachment> all;
  for (const auto& file : found)
    for (const auto& mark : marks)
      if (mark.file == file.id) all.push_back({whose, file, mark.answer_n, mark.review, mark.reason});
  return all;
}

std::vector<Attachment> attachments(db::ReadTx& tx, const Appeal& appeal, const Permit& permit) {
  auto all = marked(tx, appeal, Whose::applicant, files::of_owner(tx, owner_of(appeal, Whose::applicant), permit));
  for (auto& one : marked(tx, appeal, Whose::answer, files::of_owner(tx, owner_of(appeal, Whose::answer), permit))) all.push_back(std::move(one));
  return all;
}

// Of an answer that is not signed, only the body that has the case knows.
bool is_of_the_body(const Visit& visit, const Opened& opened) {
  return opened.permit.scope() == Scope::own_body && opened.appeal.body == visit.actor().body;
}

std::vector<Attachment> attachments_for(const Visit& visit, const Opened& opened) {
  auto all = attachments(visit.db, opened.appeal, opened.permit);
  if (!is_of_the_body(visit, opened)) std::erase_if(all, [](const Attachment& one) { return one.answer_n == unsigned_answer; });
  return all;
}

std::vector<store::Proposal> proposals_for(const Visit& visit, const Opened& opened) {
  if (opened.permit.scope() != Scope::own_body) return {};
  auto all = store::proposals(visit.db, *visit.context.keys, opened.appeal);
  std::erase_if(all, [&](const store::Proposal& one) { return one.body != visit.actor().body; });
  return all;
}

bool has_name(const files::File& file, std::string_view name) {
  for (const auto variant : {files::Variant::whole, files::Variant::small, files::Variant::original})
    if (files::shown_name(file, variant) == name) return true;
  return false;
}

bool is_kept_from(const Visit& visit, const Opened& opened, Whose whose, std::string_view name) {
  if (whose != Whose::answer || is_of_the_body(visit, opened)) return false;
  for (const auto& one : attachments(visit.db, opened.appeal, opened.permit))
    if (one.whose == whose && one.answer_n == unsigned_answer && has_name(one.file, name)) return true;
  return false;
}

std::vector<Attachment> public_attachments(db::ReadTx& tx, const Appeal& appeal) {
  std::vector<Attachment> all;
  for (const auto whose : all_whose)
    for (auto& one : marked(tx, appeal, whose, files::public_of_owner(tx, owner_of(appeal, whose)))) all.push_back(std::move(one));
  return all;
}

OwnList listed(const Visit& visit, std::vector<store::DeskRow> rows) {
  OwnList list;
  if (rows.size() > page_rows) {
    rows.pop_back();
    list.next = cursor_of(visit, std::to_string(rows.back().appeal.id.value));
  }
  list.rows = std::move(rows);
  return list;
}

AppealId after_of(const Visit& visit) {
  const auto key = key_of(visit, visit.query.get("after"));
  return AppealId{key ? number_of(*key) : 0};
}

}  // namespace

const law::Place& place_of(const Visit& visit) {
  const auto* place = visit.pack().place(visit.context.settings->place);
  invariant(place != nullptr, "the place of the settings is in the pack");
  return *place;
}

std::optional<law::Deadline> how_counted(const law::Pack& pack, const Appeal& appeal) {
  auto deadline = law::deadline(pack, appeal.due_rule, {appeal.received_on, pack.working_day_begins});
  // A term that was put off or stood still is explained from what it was before; the moves are events.
  const bool was_moved = deadline && deadline->due_on < appeal.due_on;
  if (!deadline || (deadline->due_on != appeal.due_on && !was_moved)) return std::nullopt;
  return deadline.take();
}

std::optional<Appeal> public_head(const Visit& visit, std::string_view typed) {
  const auto number = numbers::parse(typed);
  const auto* place = number ? visit.pack().place(number->place_code) : nullptr;
  if (!place) return std::nullopt;
  auto appeal = store::find(visit.db, place->id, number->canonical());
  if (!appeal || appeal->visibility != Visibility::public_text) return std::nullopt;
  return appeal;
}

std::optional<PublicCase> public_case(const Visit& visit, std::string_view typed) {
  const auto appeal = public_head(visit, typed);
  if (!appeal) return std::nullopt;
  auto text = store::public_text(visit.db, *appeal);
  if (!text) return std::nullopt;
  auto answers = store::answers(visit.db, *appeal);
  for (auto& answer : answers) answer.text.clear(), answer.points.clear();  // the cleared text stands in PublicText
  auto events = journal::of_object(visit.db, appeal->place, appeal->id.value);
  for (auto& event : events) event = journal::as_public(std::move(event));  // the page and the record name the same bodies
  return PublicCase{.appeal = *appeal,
                    .text = std::move(*text),
                    .events = std::move(events),
                    .answers = std::move(answers),
                    .deadline = how_counted(visit.pack(), *appeal),
                    .files = public_attachments(visit.db, *appeal)};
}

Result<PrivateCase> private_case(const Visit& visit, const Target& target) {
  auto opened = TRY(open_case(visit.db, visit.context, target, may_see_private));
  auto content = store::content(visit.db, *visit.context.keys, opened.appeal);
  invariant(content.has_value(), "a case has its content");
  const bool own = opened.permit.scope() == Scope::own || opened.by_key;
  if (opened.permit.scope() != Scope::own)
    visit.seen({.act = std::string(act_read), .object = opened.appeal.number,
                .fields = opened.permit.scope() == Scope::own_body ? "D2 D3 D5" : "D2 D3"});
  const auto contact = contact_state(visit.db, *visit.context.keys, opened.appeal, content->open(opened.permit).applicant.email);
  return PrivateCase{.appeal = opened.appeal,
                     .permit = opened.permit,
                     .content = std::move(*content),
                     .answers = store::answers(visit.db, opened.appeal),
                     .judgements = store::judgements(visit.db, opened.appeal),
                     .events = journal::of_object(visit.db, opened.appeal.place, opened.appeal.id.value),
                     .deadline = how_counted(visit.pack(), opened.appeal),
                     .notes = notes_for(visit, opened),
                     .proposals = proposals_for(visit, opened),
                     .commitments = store::commitments(visit.db, opened.appeal),
                     .offspring = store::offspring(visit.db, opened.appeal),
                     .contact = contact,
                     .files = attachments_for(visit, opened),
                     .by_key = opened.by_key,
                     .is_applicant = own};
}

std::vector<std::pair<int, std::string>> told(const Visit& visit, const PrivateCase& view) {
  struct Row {
    std::string_view event, part;
  };
  // The rest of what was written stands in the texts, answers, verdicts and notes of the case.
  static constexpr Row rows[] = {
      {"appeal.redirected", "sentence"}, {"appeal.disputed", "sentence"},  {"appeal.arbitrated", "sentence"},
      {"appeal.extended", "sentence"},   {"appeal.paused", "sentence"},    {"appeal.passed", "sentence"},
      {"appeal.recusal_asked", "text"},  {"appeal.recusal_decided", "sentence"},
      {"appeal.repair_asked", "note"},   {"appeal.returned", "note"},      {"appeal.left_unconsidered", "note"},
      {"appeal.qualified", "reason"},    {"appeal.withdrawn", "reason"},
  };
  std::vector<std::pair<int, std::string>> all;
  for (const auto& event : view.events)
    for (const auto& row : rows) {
      if (row.event != event.type) continue;
      const auto words = journal::private_part(visit.db, *visit.context.keys, view.appeal.place, view.appeal.id.value, event.n, row.part);
      if (words && !words->open(view.permit).empty()) all.emplace_back(event.n, words->open(view.permit));
    }
  return all;
}

Result<files::Content> file_content(const Visit& visit, Whose whose) {
  const auto& name = visit.params.at(1);
  const auto& blobs = *visit.context.blobs;
  const auto opened = open_case(visit.db, visit.context, {.number = visit.params.at(0), .code = visit.case_code}, may_see_private);
  if (opened && is_kept_from(visit, *opened, whose, name)) return no_such_file();
  if (opened) return files::read(visit.db, blobs, opened->permit, owner_of(opened->appeal, whose), name);
  const auto appeal = public_head(visit, visit.params.at(0));
  if (!appeal) return opened.problems();
  const auto reviewer = visit.context.authorise(may_review_files, {.body = appeal->body});
  if (reviewer && is_kept_from(visit, {*appeal, *reviewer, false}, whose, name)) return no_such_file();
  if (reviewer) return files::read(visit.db, blobs, *reviewer, owner_of(*appeal, whose), name);
  return files::read_public(visit.db, blobs, owner_of(*appeal, whose), name);
}

Result<std::vector<ToReview>> files_to_review(const Visit& visit) {
  const auto permit = TRY(visit.context.authorise(may_review_files, {.body = visit.actor().body}));
  const auto body = permit.scope() == Scope::own_body ? visit.actor().body : std::string();
  const auto place = place_of(visit).id;
  std::vector<ToReview> waiting;
  for (const auto& number : store::files_to_review(visit.db, place, body, files_at_once)) {
    const auto appeal = store::find(visit.db, place, number);
    if (!appeal || appeal->visibility != Visibility::public_text) continue;
    auto all = attachments(visit.db, *appeal, permit);
    std::erase_if(all, [](const Attachment& one) { return one.review != Review::waits || one.file.state != files::State::clean; });
    if (!all.empty()) waiting.push_back({*appeal, std::move(all)});
  }
  return waiting;
}

Result<Reviewed> file_to_review(const Visit& visit, const Target& target, Whose whose, std::string_view name) {
  const auto opened = TRY(open_case(visit.db, visit.context, target, may_review_files));
  if (opened.appeal.visibility == Visibility::public_text)
    for (const auto& one : attachments(visit.db, opened.appeal, opened.permit))
      if (one.whose == whose && one.name() == name && one.answer_n != unsigned_answer) return Reviewed{opened.appeal, one};
  return no_such_file();
}

namespace {

// Asked in words: the index says which, the best first; the database says what they are now.
Result<PublicList> searched(const Visit& visit, PublicList list) {
  const auto& filter = list.filter;
  if (!visit.context.search) return Problem{.kind = Problem::Kind::unavailable, .message = "appeals.search.not_ready"};
  search::Query query{.text = list.q, .newest_first = list.sort == "newest", .offset = list.offset, .limit = filter.limit};
  const auto add = [&](char letter, std::string value) {
    if (!value.empty()) query.marks.emplace_back(letter, std::move(value));
  };
  add(mark::body, filter.body);
  add(mark::topic, filter.topic);
  add(mark::district, filter.district);
  add(mark::state, list.status);
  if (!list.from.empty()) query.newest_than = visit.pack().instant({*CivilDate::parse(list.from), {}}).ms;
  if (!list.to.empty()) query.older_than = visit.pack().instant({CivilDate::parse(list.to)->plus_days(1), {}}).ms;
  auto found = visit.context.search->find(query);
  if (found.unavailable) return Problem{.kind = Problem::Kind::unavailable, .message = "appeals.search.not_ready"};
  list.rows = store::public_of(visit.db, filter.place, found.numbers);
  list.spelling = std::move(found.spelling);
  if (found.has_more && list.offset + filter.limit <= search::offset_max) list.next = cursor_of(visit, std::to_string(list.offset + filter.limit));
  return list;
}

}  // namespace

namespace {
// The best of several questions to the index, each number once, the first question's first.
std::vector<std::string> alike(const Visit& visit, std::string_view written, const std::vector<std::vector<search::Mark>>& questions, std::size_t most) {
  std::vector<std::string> numbers;
  for (const auto& marks : questions)
    for (auto& number : visit.context.search->alike(written, marks, int(most)))
      if (numbers.size() < most && std::find(numbers.begin(), numbers.end(), number) == numbers.end()) numbers.push_back(std::move(number));
  return numbers;
}
}  // namespace

std::vector<store::PublicRow> similar(const Visit& visit, std::string_view written, std::string_view district) {
  if (!visit.context.search) return {};
  const search::Mark open{mark::open, "yes"};
  std::vector<std::vector<search::Mark>> questions{{open}};
  if (!district.empty()) questions.insert(questions.begin(), {open, {mark::district, std::string(district)}});
  return store::public_of(visit.db, place_of(visit).id, alike(visit, written, questions, 5));
}

std::vector<store::PublicRow> answered_alike(const Visit& visit, const PrivateCase& view) {
  if (!visit.context.search) return {};
  const search::Mark closed{mark::open, "no"};
  std::vector<std::vector<search::Mark>> questions{{closed}};
  if (!view.appeal.topic.empty()) questions.insert(questions.begin(), {closed, {mark::topic, view.appeal.topic}});
  const auto& content = view.content.open(view.permit);
  auto rows = store::public_of(visit.db, place_of(visit).id, alike(visit, content.title + " " + content.text, questions, 8));
  std::erase_if(rows, [&](const store::PublicRow& row) { return row.answer.empty() || row.appeal.number == view.appeal.number; });
  if (rows.size() > 4) rows.resize(4);
  return rows;
}

Result<PublicList> public_list(const Visit& visit) {
  const auto& query = visit.query;
  const auto& pack = visit.pack();
  Problems problems;
  PublicList list;
  auto& filter = list.filter;
  filter.place = place_of(visit).id;
  filter.body = std::string(query.get("body"));
  filter.topic = std::string(query.get("topic"));
  filter.district = std::string(query.get("district"));
  list.q = std::string(text::trim(query.get("q")));
  list.status = std::string(query.get("status"));
  list.from = std::string(query.get("from"));
  list.to = std::string(query.get("to"));
  list.sort = std::string(query.get("sort"));
  filter.limit = page_rows;
  if (!filter.body.empty() && !directory::bodies(visit.db)->find(filter.body)) problems.add(bad("body"));
  if (!filter.topic.empty() && !pack.topic(filter.topic)) problems.add(bad("topic"));
  if (!filter.district.empty() && !pack.district(filter.district)) problems.add(bad("district"));
  if (!list.status.empty()) {
    filter.state = state_of(list.status);
    if (!filter.state) problems.add(bad("status"));
  }
  if (list.sort == "oldest")
    filter.oldest_first = true;
  else if (!list.sort.empty() && list.sort != "newest")
    problems.add(bad("sort"));
  if (!list.from.empty()) {
    const auto day = CivilDate::parse(list.from);
    if (!day) problems.add(bad("from"));
    else filter.newer_than = AppealId{std::max<std::int64_t>(first_id_at(pack.instant({*day, {}})).value - 1, 0)};
  }
  if (!list.to.empty()) {
    const auto day = CivilDate::parse(list.to);
    if (!day) problems.add(bad("to"));
    else filter.older_than = first_id_at(pack.instant({day->plus_days(1), {}}));
  }
  if (query.has("limit")) {
    filter.limit = int(number_of(query.get("limit")));
    if (filter.limit < 1 || filter.limit > 100) problems.add(bad("limit"));
  }
  if (!query.get("after").empty()) {
    const auto key = key_of(visit, query.get("after"));
    if (!key || (!list.q.empty() && number_of(*key) > search::offset_max)) problems.add(bad("after"));
    else if (!list.q.empty()) list.offset = int(number_of(*key));
    else if (filter.oldest_first) filter.newer_than = AppealId{number_of(*key)};
    else filter.older_than = AppealId{number_of(*key)};
  }
  if (!problems.empty()) return problems;
  if (!list.q.empty()) return searched(visit, std::move(list));

  auto wanted = filter;
  wanted.limit += 1;
  list.rows = store::public_page(visit.db, wanted);
  if (int(list.rows.size()) > filter.limit) {
    list.rows.pop_back();
    list.next = cursor_of(visit, std::to_string(list.rows.back().appeal.id.value));
  }
  return list;
}

Result<Inbox> inbox(const Visit& visit, int rows) {
  const auto& actor = visit.actor();
  const auto permit = TRY(visit.context.authorise(may_see_inbox, {.body = actor.body}));
  const auto& query = visit.query;
  store::InboxFilter filter;
  filter.place = place_of(visit).id;
  filter.body = actor.body;
  filter.today = visit.context.today.date;
  filter.limit = rows;
  const auto due = query.get("due");
  if (due == "overdue") filter.due = store::Due::overdue;
  else if (due == "today") filter.due = store::Due::today;
  else if (due == "soon") filter.due = store::Due::soon;
  else if (due == "redirect") filter.redirect_ends_today = true;
  else if (due == "waiting") filter.waits_for_others = true;
  else if (!due.empty()) return bad("due");
  if (!query.get("status").empty()) {
    filter.state = state_of(query.get("status"));
    if (!filter.state || !is_open(*filter.state)) return bad("status");
  }
  if (query.get("mine") == "1") filter.executor = actor.account;
  if (!query.get("of").empty()) {
    const auto colleague = auth::by_login(visit.db, *visit.context.keys, query.get("of"));
    if (!colleague) return bad("of");
    filter.executor = colleague->id;
  }
  if (!query.get("after").empty()) {
    const auto key = key_of(visit, query.get("after"));
    const auto colon = key ? key->find(':') : std::string::npos;
    if (colon == std::string::npos) return bad("after");
    filter.after_due = CivilDate::from_days(number_of(key->substr(0, colon)));
    filter.after_id = AppealId{number_of(key->substr(colon + 1))};
  }
  auto wanted = filter;
  wanted.limit += 1;
  Inbox view{.rows = store::inbox_page(visit.db, wanted),
             .next = "",
             .counts = store::inbox_counts(visit.db, filter.place, filter.body, filter.today, count_cap),
             .filter = filter,
             .permit = permit};
  if (int(view.rows.size()) > filter.limit) {
    view.rows.pop_back();
    const auto& last = view.rows.back().appeal;
    view.next = cursor_of(visit, std::to_string(last.due_on.days()) + ":" + std::to_string(last.id.value));
  }
  listed_to(visit, filter.body, view.rows.size());
  return view;
}

Result<ToSign> to_sign(const Visit& visit) {
  const auto permit = TRY(visit.context.authorise(may_decide, {.body = visit.actor().body}));
  ToSign waiting{store::waiting_of_body(visit.db, place_of(visit).id, visit.actor().body, 100), permit};
  listed_to(visit, visit.actor().body, waiting.rows.size());
  return waiting;
}

Result<Proposed> proposed(const Visit& visit) {
  const auto& actor = visit.actor();
  const auto permit = TRY(visit.context.authorise(may_see_inbox, {.body = actor.body}));
  const auto place = place_of(visit).id;
  Proposed found{store::proposed_by(visit.db, place, actor.account, store::ProposalState::waiting, 100),
                 store::proposed_by(visit.db, place, actor.account, store::ProposalState::declined, 100), permit};
  const auto later = [&](const store::Waiting& row) {
    const auto all = store::proposals(visit.db, *visit.context.keys, row.appeal);
    return std::any_of(all.begin(), all.end(), [&](const store::Proposal& one) { return one.n > row.n && one.step == row.step; });
  };
  const auto is_over = [&](const store::Waiting& row) {
    const auto step = procedure::step_of(row.step);
    return row.appeal.body != actor.body || !step || !procedure::is_allowed(*step, row.appeal.state) || later(row);
  };
  std::erase_if(found.waiting, [&](const store::Waiting& row) { return row.appeal.body != actor.body; });
  std::erase_if(found.returned, is_over);
  for (auto* rows : {&found.waiting, &found.returned})
    std::stable_sort(rows->begin(), rows->end(), [](const auto& a, const auto& b) { return a.appeal.due_on < b.appeal.due_on; });
  listed_to(visit, actor.body, found.waiting.size() + found.returned.size());
  return found;
}

OwnList my_appeals(const Visit& visit) {
  if (!visit.actor().signed_in()) return {};
  return listed(visit, store::of_owner(visit.db, visit.actor().account, after_of(visit), page_rows + 1));
}

OwnList entered_today(const Visit& visit) {
  if (!visit.actor().signed_in()) return {};
  auto rows = store::entered_by(visit.db, visit.actor().account, after_of(visit), page_rows + 1);
  std::erase_if(rows, [&](const store::DeskRow& row) {
    return visit.pack().civil(row.appeal.submitted_at).date != visit.context.today.date;
  });
  listed_to(visit, visit.actor().body, rows.size());
  return listed(visit, std::move(rows));
}

OwnList by_phone(const Visit& visit, std::string_view phone) {
  const auto normal = i18n::normal_phone(phone);
  if (normal.empty() || !visit.context.authorise(may_submit_for_another, {})) return {};
  const auto index = visit.context.keys->keyed_hash(secrets::Purpose::contact_index, normal);
  OwnList found{store::by_phone(visit.db, place_of(visit).id, index, page_rows), ""};
  // Whoever asks for a person's phone is written down also when nothing is found.
  if (found.rows.empty()) visit.seen({.act = std::string(act_searched), .fields = "D2", .amount = 0});
  for (const auto& row : found.rows)
    visit.seen({.act = std::string(act_searched), .object = row.appeal.number, .fields = "D2 D3"});
  return found;
}

CityNumbers city_numbers(const Visit& visit) {
  const auto place = place_of(visit).id;
  const auto figure = [&](std::string_view name) { return store::figure(visit.db, place, name); };
  return {.registered = figure("registered"),
          .answered_in_time = figure("answered_in_time"),
          .answered_late = figure("answered_late"),
          .solved = figure("solved"),
          .partly = figure("partly"),
          .not_solved = figure("not_solved"),
          .overdue = store::overdue_count(visit.db, place, visit.context.today.date, 10'000)};
}

}  // namespace jauap::appeals::queries
