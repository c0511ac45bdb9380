#include "appeals/api.h"
#include "appeals/drafts.h"
#include "appeals/input.h"
#include "appeals/pages.h"
#include "appeals/procedure.h"
#include "appeals/redact.h"
#include "appeals/view.h"
#include "platform/config/config.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;

Url draft_url(const Visit& visit, std::string_view token, std::string_view page) {
  return visit.url("/appeal/d/" + std::string(token) + std::string(page.empty() ? "" : "/") + std::string(page));
}

Html text_form(const Visit& visit, const Url& target, const SubmitInput& input, const Problems* problems, bool on_home) {
  const auto& t = visit.words;
  auto words = view::field(visit, "text", "appeals.submit.what", input.text, problems, on_home ? "" : t("appeals.submit.hint"));
  return form({attr("method", "post"), action(target), form_fields(visit),
               text_field(words, {.rows = on_home ? 4 : 8,
                                  .counter = t("appeals.submit.counter"),
                                  .maxlength = int(text_max),
                                  .draft_key = "appeal"}),
               submit_button(t("appeals.continue"))});
}

http::Response text_page(const Visit& visit, const Url& target, const SubmitInput& input, const Problems* problems) {
  const auto& t = visit.words;
  const auto phone = visit.pack().emergency_phone;
  return respond(visit, {.title = t("appeals.submit.what"),
                         .body = join({view::errors(visit, problems), h1({t("appeals.submit.what")}),
                                       text_form(visit, target, input, problems, false),
                                       details({summary({t("appeals.submit.advice")}), p({t("appeals.submit.advice_text")})}),
                                       p({t("appeals.submit.emergency", {{"phone", phone}})})}),
                         .status = problems ? 422 : 200,
                         .errors = problems != nullptr});
}

http::Response place_page(const Visit& visit, const SubmitInput& input, const Problems* problems) {
  const auto& t = visit.words;
  const std::vector<Choice> where{{"address", t("appeals.place.address")},
                                  {"street", t("appeals.place.street")},
                                  {"district", t("appeals.place.district")},
                                  {"none", t("appeals.place.none")}};
  const auto kind = input.place_kind.empty() ? std::string("address") : input.place_kind;
  return respond(
      visit,
      {.title = t("appeals.place.title"),
       .body = join({view::errors(visit, problems), h1({t("appeals.place.title")}),
                     form({attr("method", "post"), action(draft_url(visit, visit.params[0], "place")), form_fields(visit),
                           radio_field({.name = "place_kind", .label = t("appeals.place.kind"), .value = kind}, where),
                           input_field(view::field(visit, "address", "appeals.place.line", input.address, problems, t("appeals.place.hint")),
                                       {.autocomplete = "address-line1"}),
                           select_field(view::field(visit, "district", "appeals.place.which_district", input.district, problems), *view::districts(visit),
                                        t("appeals.dont_know")),
                           submit_button(t("appeals.continue"))})}),
       .status = problems ? 422 : 200,
       .errors = problems != nullptr});
}

http::Response about_page(const Visit& visit, const SubmitInput& input, const Problems* problems) {
  const auto& t = visit.words;
  auto kinds = view::kinds(visit);
  kinds.insert(kinds.begin(), Choice{"", t("appeals.about.kind_unknown"), t("appeals.about.kind_unknown_hint")});
  return respond(visit, {.title = t("appeals.about.title"),
                         .body = join({view::errors(visit, problems), h1({t("appeals.about.title")}), p({t("appeals.about.text")}),
                                       form({attr("method", "post"), action(draft_url(visit, visit.params[0], "about")), form_fields(visit),
                                             radio_field(view::field(visit, "kind", "appeals.about.kind", input.kind, problems), kinds),
                                             select_field(view::field(visit, "topic", "appeals.topic", input.topic, problems), *view::topics(visit),
                                                          t("appeals.dont_know")),
                                             select_field(view::field(visit, "body", "appeals.body", input.body, problems), *view::bodies(visit),
                                                          t("appeals.dont_know")),
                                             submit_button(t("appeals.continue"))})}),
                         .status = problems ? 422 : 200,
                         .errors = problems != nullptr});
}

Html you_fields(const Visit& visit, const SubmitInput& input, const Problems* problems) {
  const auto& t = visit.words;
  const std::vector<Choice> languages{{"kk", "Қазақша"}, {"ru", "Русский"}, {"en", "English"}};
  const auto reply = input.reply_language.empty() ? std::string(code(visit.language)) : input.reply_language;
  return join({input_field(view::field(visit, "surname", "appeals.you.surname", input.surname, problems), {.autocomplete = "family-name"}),
               input_field(view::field(visit, "first_name", "appeals.you.first_name", input.first_name, problems), {.autocomplete = "given-name"}),
               input_field(view::field(visit, "patronymic", "appeals.you.patronymic", input.patronymic, problems), {.autocomplete = "additional-name"}),
               input_field(view::field(visit, "iin", "appeals.you.iin", input.iin, problems, t("appeals.you.iin_hint")),
                           {.inputmode = "numeric", .is_short = true}),
               input_field(view::field(visit, "reply_address", "appeals.you.address", input.reply_address, problems, t("appeals.you.address_hint")),
                           {.autocomplete = "address-line1"}),
               input_field(view::field(visit, "phone", "appeals.you.phone", input.phone, problems, t("appeals.you.phone_hint")), {.type = "tel", .autocomplete = "tel", .is_short = true}),
               input_field(view::field(visit, "email", "appeals.you.email", input.email, problems, t("appeals.you.email_hint")),
                           {.type = "email", .autocomplete = "email"}),
               radio_field({.name = "reply_language", .label = t("appeals.you.reply_language"), .value = reply}, languages)});
}

http::Response you_page(const Visit& visit, const SubmitInput& input, const Problems* problems) {
  const auto& t = visit.words;
  return respond(visit, {.title = t("appeals.you.title"),
                         .body = join({view::errors(visit, problems), h1({t("appeals.you.title")}), p({t("appeals.you.text")}),
                                       form({attr("method", "post"), action(draft_url(visit, visit.params[0], "you")), form_fields(visit),
                                             you_fields(visit, input, problems), submit_button(t("appeals.continue"))})}),
                         .status = problems ? 422 : 200,
                         .errors = problems != nullptr});
}

std::string full_name(const SubmitInput& input) {
  std::string name;
  for (const auto* part : {&input.surname, &input.first_name, &input.patronymic})
    if (!part->empty()) name += (name.empty() ? "" : " ") + *part;
  return name;
}

// What the person told about himself or herself, one line each.
std::string you_lines(const Visit& visit, const SubmitInput& input) {
  std::string lines = full_name(input);
  const auto add = [&](const std::string& line) {
    if (!line.empty()) lines += (lines.empty() ? "" : "\n") + line;
  };
  add(input.iin.empty() ? "" : visit.words("appeals.you.iin") + ": " + input.iin);
  add(input.phone);
  add(input.email);
  add(input.reply_address);
  return lines.empty() ? visit.words("appeals.you.nothing") : lines;
}

http::Response check_page(const Visit& visit, const SubmitInput& input, const SubmitAppeal& command, const Proposal& proposal,
                          const Problems* problems) {
  const auto& t = visit.words;
  const std::string token = visit.params[0];
  const auto& deadline = proposal.deadline;
  const auto* topic = visit.pack().topic(proposal.topic);
  const bool sensitive = topic && topic->sensitive;

  std::string kind = view::kind_name(visit, proposal.kind.kind);
  if (!command.kind && !proposal.kind.because.empty()) kind += "\n" + t("appeals.check.because", {{"word", proposal.kind.because}});
  std::string body = view::body_name(visit, proposal.body);
  if (command.body.empty())
    body += "\n" + (proposal.topic.empty() ? t("appeals.check.body_default")
                                            : t("appeals.check.body_because", {{"topic", view::topic_name(visit, proposal.topic)}}));
  std::string topic_line = view::topic_name(visit, proposal.topic);
  if (!proposal.topic_because.empty()) topic_line += "\n" + t("appeals.check.because", {{"word", proposal.topic_because}});
  std::string place = input.address;
  if (!input.district.empty()) place += (place.empty() ? "" : "\n") + view::district_name(visit, input.district);

  const std::vector<SummaryRow> rows{{t("appeals.check.text"), input.text, draft_url(visit, token, "")},
                                     {t("appeals.check.place"), place.empty() ? t("appeals.no_place") : place, draft_url(visit, token, "place")},
                                     {t("appeals.check.you"), you_lines(visit, input), draft_url(visit, token, "you")},
                                     {t("appeals.about.kind"), kind, draft_url(visit, token, "about")},
                                     {t("appeals.topic"), topic_line, draft_url(visit, token, "about")},
                                     {t("appeals.body"), body, draft_url(visit, token, "about")}};
  auto all_rows = rows;
  if (!command.files.empty()) all_rows.push_back({t("appeals.check.files"), t("appeals.check.files_count", {{"count", t.number(std::int64_t(command.files.size()))}}), std::nullopt});

  const auto shown = public_form(command.content, t("appeals.removed_mark"));
  const auto preview = details({summary({t("appeals.check.preview")}),
                                div({cls("card"), h3({shown.title}), written(shown.text, command.language),
                                     p({cls("meta"), shown.place.empty() ? t("appeals.no_place") : shown.place}),
                                     p({cls("meta"), t("appeals.a_resident")})})});
  const std::vector<Choice> visibility{{"private", t("appeals.visibility.private"), t("appeals.visibility.private_hint")},
                                       {"public", t("appeals.visibility.public"), t("appeals.visibility.public_hint")}};
  Html how;
  std::vector<Html> lines;
  for (const auto& line : view::how_counted(visit, deadline)) lines.push_back(li({line}));
  const auto statement =
      notice(Tone::info, t("appeals.check.official"),
             join({p({t("appeals.check.answer_by", {{"date", t.date_weekday(deadline.due_on)}})}), p({view::rule_words(visit, deadline.rule)}),
                   details({summary({t("appeals.deadline.how")}), ul({join(lines)})})}));
  return respond(
      visit,
      {.title = t("appeals.check.title"),
       .body = join({view::errors(visit, problems), h1({t("appeals.check.title")}), statement,
                     summary_list(all_rows, t("appeals.change")),
                     when(input.surname.empty() && input.first_name.empty(), notice(Tone::warning, "", p({t("appeals.check.nameless")}))),
                     when(input.email.empty() && !visit.actor().signed_in(),
                          notice(Tone::info, "", p({t("appeals.check.code_only")}))),
                     form({attr("method", "post"), action(draft_url(visit, token, "send")), form_fields(visit),
                           sensitive ? notice(Tone::info, "", p({t("appeals.visibility.sensitive")}))
                                     : join({radio_field({.name = "visibility",
                                                          .label = t("appeals.visibility.label"),
                                                          .value = input.visibility.empty() ? "private" : input.visibility},
                                                         visibility),
                                             preview}),
                           submit_button(t("appeals.send"))})}),
       .status = problems ? 422 : 200,
       .errors = problems != nullptr});
}

// A page of a draft, or the page that says it is gone.
template <class Show>
http::Response with_draft(const Visit& visit, const Show& show) {
  const auto input = drafts::load(visit, visit.params[0]);
  if (!input) return refuse(visit, Problem{.kind = Problem::Kind::not_found, .message = "appeals.draft_gone"});
  return show(*input);
}

// Takes what was typed into the draft, checks the page's own fields, and goes on or shows the page again.
Prepared step(const Visit& visit, const http::Pairs& form, const char* next,
              const std::function<void(const SubmitInput&, Problems&)>& check,
              const std::function<http::Response(const Visit&, const SubmitInput&, const Problems*)>& again) {
  auto input = drafts::load(visit, visit.params[0]);
  if (!input) return refuse(visit, Problem{.kind = Problem::Kind::not_found, .message = "appeals.draft_gone"});
  take_form(*input, form);
  Problems problems;
  check(*input, problems);
  if (!problems.empty()) return again(visit, *input, &problems);
  return Apply([input = *input, token = visit.params[0], next](db::Tx& tx, const Visit& at) -> Applied {
    drafts::save(tx, at, token, input);
    return {see_other(draft_url(at, token, next))};
  });
}

}  // namespace

http::Response home(const Visit& visit) {
  const auto& t = visit.words;
  const auto numbers = queries::city_numbers(visit);
  const auto counter = [&](Key words, std::int64_t value, Url url) {
    return li({a({href(url), strong({t.number(value)}), t(words)})});
  };
  const auto answered = numbers.answered_in_time + numbers.answered_late;
  const auto place = std::string(queries::place_of(visit).name.in(visit.language));
  store::PublicFilter filter{.place = queries::place_of(visit).id, .limit = 3};
  filter.state = State::solved;
  std::vector<Html> solved;
  for (const auto& row : store::public_page(visit.db, filter))
    solved.push_back(li({h3({a({href(visit.url("/appeals/" + row.appeal.number)), attr("lang", row.appeal.language), row.title})}),
                         p({cls("meta"), view::body_name(visit, row.appeal.body), " · ", row.place})}));
  const auto find = form({attr("method", "post"), action(visit.url("/track")), form_fields(visit),
                          input_field({.name = "number", .label = t("appeals.track.number"), .hint = t("appeals.track.number_hint")}),
                          submit_button(t("appeals.track.find"), true)});
  return respond(
      visit,
      {.title = t("appeals.home.title", {{"place", place}}),
       .body = join({h1({t("appeals.home.purpose")}), text_form(visit, visit.url("/appeal/new"), {}, nullptr, true),
                     section({h2({t("appeals.track.title")}), find}),
                     section({h2({t("appeals.home.numbers", {{"place", place}})}),
                              ul({cls("numbers"), counter("appeals.home.registered", numbers.registered, visit.url("/appeals")),
                                  counter("appeals.home.answered", answered, visit.url("/appeals").with("status", "answered")),
                                  counter("appeals.home.solved", numbers.solved, visit.url("/appeals").with("status", "solved")),
                                  counter("appeals.home.not_solved", numbers.not_solved, visit.url("/appeals").with("status", "not_solved"))}),
                              p({cls("meta"), t("appeals.home.overdue", {{"count", t.number(numbers.overdue)}})})}),
                     section({h2({t("appeals.home.last_solved")}),
                              solved.empty() ? p({t("appeals.home.how")}) : ul({cls("list"), join(solved)}),
                              p({a({href(visit.url("/appeals")), t("appeals.list.all")})})})}),
       .is_private = false});
}

http::Response new_appeal(const Visit& visit) { return text_page(visit, visit.url("/appeal/new"), {}, nullptr); }

Prepared save_text(const Visit& visit, const http::Pairs& form) {
  SubmitInput input;
  take_form(input, form);
  if (const auto topic = visit.query.get("topic"); !topic.empty()) input.topic = std::string(topic);
  Problems problems;
  check_text(input, problems);
  if (!problems.empty()) return text_page(visit, visit.url("/appeal/new"), input, &problems);
  return Apply([input](db::Tx& tx, const Visit& at) -> Applied {
    const auto token = drafts::new_token();
    drafts::save(tx, at, token, input);
    return {see_other(draft_url(at, token, "place"))};
  });
}

http::Response draft_text(const Visit& visit) {
  return with_draft(visit, [&](const SubmitInput& input) { return text_page(visit, draft_url(visit, visit.params[0], ""), input, nullptr); });
}
Prepared save_draft_text(const Visit& visit, const http::Pairs& form) {
  return step(visit, form, "check", check_text, [](const Visit& at, const SubmitInput& input, const Problems* problems) {
    return text_page(at, draft_url(at, at.params[0], ""), input, problems);
  });
}

http::Response draft_place(const Visit& visit) {
  return with_draft(visit, [&](const SubmitInput& input) { return place_page(visit, input, nullptr); });
}
Prepared save_place(const Visit& visit, const http::Pairs& form) {
  const auto& pack = visit.pack();
  return step(visit, form, "similar", [&](const SubmitInput& input, Problems& problems) { check_place(pack, input, problems); }, place_page);
}

// S4: what others wrote about the same. Without likeness, or without an index, the page is passed over.
http::Response draft_similar(const Visit& visit) {
  return with_draft(visit, [&](const SubmitInput& input) -> http::Response {
    const auto rows = queries::similar(visit, input.text, input.district);
    const auto on = draft_url(visit, visit.params[0], "you");
    if (rows.empty()) return see_other(on);
    const auto& t = visit.words;
    std::vector<Html> items;
    for (const auto& row : rows)
      items.push_back(li({h2({a({href(visit.url("/appeals/" + row.appeal.number)), attr("lang", row.appeal.language), row.title})}),
                          p({view::status(visit, row.appeal), " ", span({cls("meta"), view::body_name(visit, row.appeal.body)})}),
                          p({cls("meta"), row.appeal.number, " · ", t("appeals.answer_by", {{"date", t.date(row.appeal.due_on)}}),
                             row.appeal.district.empty() ? "" : " · " + view::district_name(visit, row.appeal.district)})}));
    return respond(visit, {.title = t("appeals.similar.title"),
                           .body = html::join({h1({t("appeals.similar.title")}), p({t("appeals.similar.text")}), ul({cls("list"), html::join(items)}),
                                               p({link_button(t("appeals.similar.no"), on)})})});
  });
}

http::Response draft_about(const Visit& visit) {
  return with_draft(visit, [&](const SubmitInput& input) { return about_page(visit, input, nullptr); });
}
Prepared save_about(const Visit& visit, const http::Pairs& form) {
  return step(visit, form, "check",
              [&](const SubmitInput& input, Problems& problems) { check_choice(visit.context, visit.db, input, problems); }, about_page);
}

http::Response draft_you(const Visit& visit) {
  return with_draft(visit, [&](const SubmitInput& input) { return you_page(visit, input, nullptr); });
}
Prepared save_you(const Visit& visit, const http::Pairs& form) {
  return step(visit, form, "check", [](const SubmitInput& input, Problems& problems) { check_applicant(input, "", problems); }, you_page);
}

http::Response draft_check(const Visit& visit) {
  return with_draft(visit, [&](const SubmitInput& input) -> http::Response {
    const auto command = checked(visit.context, visit.db, input, Channel::web, "");
    if (!command) return text_page(visit, draft_url(visit, visit.params[0], ""), input, &command.problems());
    const auto proposal = propose(visit.context, *command);
    if (!proposal) return refuse(visit, proposal.problems());
    return check_page(visit, input, *command, *proposal, nullptr);
  });
}

Prepared send(const Visit& visit, const http::Pairs& form) {
  auto input = drafts::load(visit, visit.params[0]);
  if (!input) return refuse(visit, Problem{.kind = Problem::Kind::not_found, .message = "appeals.draft_gone"});
  take_form(*input, form);
  auto command = checked(visit.context, visit.db, *input, Channel::web, "");
  if (!command) return text_page(visit, draft_url(visit, visit.params[0], ""), *input, &command.problems());
  command->draft_hash = drafts::hash_of(visit, visit.params[0]);
  command->must_confirm = visit.over_limit;
  return Apply([command = command.take(), input = *input, token = visit.params[0]](db::Tx& tx, const Visit& at) -> Applied {
    return submit_draft(tx, at, command, input, token);
  });
}

// ---- the operator's one form (S31) --------------------------------------------------------------------------------------------

namespace {

// How and when it was received, and a scan of the paper.
Html receipt_fields(const Visit& visit, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  std::vector<Choice> ways;
  for (const auto channel : {Channel::phone, Channel::paper, Channel::visit}) ways.push_back({std::string(code(channel)), t(words_of(channel))});
  const auto by = typed.has("received_by") ? std::string(typed.get("received_by")) : std::string(code(Channel::phone));
  const auto on = typed.has("received_on") ? std::string(typed.get("received_on")) : visit.context.today.date.iso();
  return join({radio_field(view::field(visit, "received_by", "appeals.received.by", by, problems), ways),
               input_field(view::field(visit, "received_on", "appeals.received.on", on, problems, t("appeals.received.on_hint")), {.type = "date", .is_short = true}),
               view::file_input(visit, problems)});
}

http::Response operator_page(const Visit& visit, const SubmitInput& input, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  if (!visit.context.authorise(may_submit_for_another, {})) return refuse(visit, Problem{.kind = Problem::Kind::forbidden, .message = "platform.auth.not_allowed"});
  const auto phone = std::string(visit.query.get("caller"));
  std::vector<Html> earlier;
  const auto known = queries::by_phone(visit, phone);
  const auto permit = visit.context.authorise(may_submit_for_another, {});
  // A phone number is no proof of who calls: what others entered is told by number and state, its words are not.
  for (const auto& row : known.rows) {
    const auto opened = open_case(visit.db, visit.context, {.number = row.appeal.number, .code = ""}, may_see_private);
    earlier.push_back(li({p({strong({row.appeal.number}), " ", view::status(visit, row.appeal)}), opened ? p({row.title.open(opened->permit)}) : Html()}));
  }
  const auto today = queries::entered_today(visit);
  std::vector<Html> mine;
  for (const auto& row : today.rows)
    mine.push_back(li({p({a({href(visit.url("/appeals/" + row.appeal.number)), row.appeal.number}), " ", row.title.open(*permit)})}));
  const auto search = form({attr("method", "get"), action(visit.url("/w/operator")),
                            input_field({.name = "caller", .label = t("appeals.operator.phone"), .value = phone}, {.type = "tel", .is_short = true}),
                            submit_button(t("appeals.operator.search"), true)});
  auto prefilled = input;
  if (prefilled.phone.empty()) prefilled.phone = phone;
  const auto entry = form({attr("method", "post"), attr("enctype", "multipart/form-data"), action(visit.url("/w/operator")), form_fields(visit),
                           receipt_fields(visit, typed, problems),
                           text_field(view::field(visit, "text", "appeals.operator.text", prefilled.text, problems), {.rows = 6}),
                           input_field(view::field(visit, "address", "appeals.place.line", prefilled.address, problems)),
                           select_field(view::field(visit, "district", "appeals.place.which_district", prefilled.district, problems), *view::districts(visit),
                                        t("appeals.dont_know")),
                           select_field(view::field(visit, "topic", "appeals.topic", prefilled.topic, problems), *view::topics(visit), t("appeals.dont_know")),
                           you_fields(visit, prefilled, problems), submit_button(t("appeals.operator.register"))});
  return respond(visit, {.title = t("appeals.operator.title"),
                         .body = join({view::errors(visit, problems), h1({t("appeals.operator.title")}), search,
                                       when(!phone.empty(), section({h2({t("appeals.operator.earlier")}),
                                                                     earlier.empty() ? p({t("appeals.operator.nobody")}) : ul({cls("list"), join(earlier)})})),
                                       entry, section({h2({t("appeals.operator.today")}), mine.empty() ? p({t("appeals.operator.none_today")}) : ul({cls("list"), join(mine)})})}),
                         .status = problems ? 422 : 200,
                         .errors = problems != nullptr});
}

}  // namespace

http::Response operator_form(const Visit& visit) { return operator_page(visit, {}, {}, nullptr); }

Prepared operator_submit(const Visit& visit, const http::Pairs& form) {
  SubmitInput input;
  take_form(input, form);
  const auto receipt = read_receipt(form, visit.context.today.date);
  auto command = checked(visit.context, visit.db, input, Channel::operator_desk, "");
  Problems problems;
  if (!receipt) problems.add(receipt.problems());
  if (!command) problems.add(command.problems());
  if (!problems.empty()) return operator_page(visit, input, form, &problems);
  // Files are kept only for somebody who may register.
  if (!visit.context.authorise(may_submit_for_another, {})) return operator_page(visit, input, form, nullptr);
  auto staged = read_files(visit);
  if (!staged) return operator_page(visit, input, form, &staged.problems());
  command->channel = receipt->channel;
  command->received_on = receipt->on;
  command->files = staged.take();
  return Apply([command = command.take()](db::Tx& tx, const Visit& at) -> Applied {
    const auto submitted = submit(tx, at.context, command);
    if (!submitted) return {refuse(at, submitted.problems()), false};
    auto response = see_other(at.url("/appeals/" + submitted->appeal.number + "/receipt"));
    response.header("Set-Cookie", "case=" + submitted->code + "; Path=/; HttpOnly; SameSite=Lax" + (at.request.secure ? "; Secure" : ""));
    return {std::move(response)};
  });
}

}  // namespace jauap::appeals::pages
