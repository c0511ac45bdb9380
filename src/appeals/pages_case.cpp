#include "appeals/api.h"
#include "appeals/input.h"
#include "appeals/moderation.h"
#include "appeals/pages.h"
#include "appeals/procedure.h"
#include "appeals/redact.h"
#include "appeals/reply.h"
#include "appeals/steps.h"
#include "appeals/view.h"
#include "platform/config/config.h"
#include "platform/module/page_cache.h"
#include "record/record.h"
#include "platform/pdf/page.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;

Target target_of(const Visit& visit) { return {.number = visit.params.at(0), .code = visit.case_code}; }

Url case_url(const Visit& visit, const Appeal& appeal, std::string_view page = "") {
  return visit.url("/appeals/" + appeal.number + (page.empty() ? "" : "/") + std::string(page));
}

std::string case_title(const Appeal& appeal, const std::string& title) { return appeal.number + " — " + title; }

Html case_facts(const Visit& visit, const Appeal& appeal, const std::string& place) {
  const auto& t = visit.words;
  std::vector<SummaryRow> rows{{t("appeals.about.kind"), view::kind_name(visit, appeal.kind), std::nullopt},
                               {t("appeals.topic"), view::topic_name(visit, appeal.topic), std::nullopt}};
  std::string where = place;
  if (!appeal.district.empty()) where += (where.empty() ? "" : "\n") + view::district_name(visit, appeal.district);
  if (!where.empty()) rows.push_back({t("appeals.check.place"), where, std::nullopt});
  rows.push_back({t("appeals.registered_at"), view::when(visit, appeal.submitted_at), std::nullopt});
  return summary_list(rows, "");
}

bool is_asked_public(const Appeal& appeal) { return appeal.visibility == Visibility::asked_public; }

// Who sees the case, for its parties.
Key seen_by(const Appeal& appeal) {
  switch (appeal.visibility) {
    case Visibility::public_text: return "appeals.is_public";
    case Visibility::asked_public: return "appeals.is_asked_public";
    case Visibility::private_to_parties: return "appeals.is_private";
  }
  return "appeals.is_private";
}

// What the applicant may do about it.
Key visibility_step(const Appeal& appeal) {
  switch (appeal.visibility) {
    case Visibility::public_text: return "appeals.visibility.make_private";
    case Visibility::asked_public: return "appeals.visibility.take_back";
    case Visibility::private_to_parties: return "appeals.visibility.make_public";
  }
  return "appeals.visibility.make_public";
}

// Steps that the present state allows but that make no sense today are not offered.
bool is_asked_for(const Appeal& appeal, procedure::Step step, CivilDate today) {
  using procedure::Step;
  switch (step) {
    case Step::object: return appeal.wait_until && *appeal.wait_until >= today;
    case Step::recuse: return bool(appeal.executor);
    case Step::reopen: return bool(procedure::check_verdict(appeal, today));
    default: return true;
  }
}

using Told = std::vector<std::pair<int, std::string>>;

// What the body asked for last, in its words.
Html what_is_asked(const queries::PrivateCase& v, const Told& told) {
  for (auto event = v.events.rbegin(); event != v.events.rend(); ++event) {
    if (event->type != "appeal.repair_asked") continue;
    for (const auto& [n, words] : told)
      if (n == event->n) return written(words, v.appeal.language);
  }
  return {};
}

Html waiting_for_you(const Visit& visit, const queries::PrivateCase& v, const Told& told) {
  const auto& appeal = v.appeal;
  const auto& t = visit.words;
  const auto until = t.date(appeal.wait_until.value_or(appeal.due_on));
  if (appeal.state == State::needs_repair)
    return notice(Tone::warning, t("appeals.step.repair"),
                  html::join({what_is_asked(v, told), p({t("appeals.wait.repair", {{"date", until}})}), link_button(t("appeals.step.repair"), case_url(visit, appeal, "repair"))}));
  if (appeal.state == State::hearing && appeal.wait_until)
    return notice(Tone::warning, t("appeals.state.hearing"),
                  html::join({p({t("appeals.wait.hearing", {{"date", until}})}), link_button(t("appeals.step.object"), case_url(visit, appeal, "object"))}));
  return {};
}

// What the applicant may do now, in words, most pressing first.
Html next_steps(const Visit& visit, const queries::PrivateCase& v, const Told& told) {
  const auto& appeal = v.appeal;
  const auto& t = visit.words;
  const auto today = visit.context.today.date;
  std::vector<Html> parts{waiting_for_you(visit, v, told)};
  if (appeal.state == State::answered && procedure::check_verdict(appeal, today))
    parts.push_back(notice(Tone::warning, t("appeals.your_turn"),
                           join({p({t("appeals.your_turn_text", {{"date", t.date(appeal.verdict_until.value_or(today))}})}),
                                 link_button(t("appeals.verdict.heading"), case_url(visit, appeal, "verdict"))})));
  if (appeal.is_overdue(today))
    parts.push_back(notice(Tone::error, t("appeals.late.heading"), join({p({t("appeals.late.text")}), p({t("appeals.late.rights")})})));
  std::vector<std::pair<std::string, Url>> links;
  if (appeal.state != State::answered && procedure::check_verdict(appeal, today))
    links.push_back({t("appeals.verdict.change"), case_url(visit, appeal, "verdict")});
  if (procedure::is_allowed(procedure::Step::withdraw, appeal.state)) links.push_back({t("appeals.withdraw.link"), case_url(visit, appeal, "withdraw")});
  for (const auto& spec : step_specs())
    if (spec.by == StepSpec::By::applicant && procedure::check(spec.step, appeal) && is_asked_for(appeal, spec.step, today))
      links.push_back({t(procedure::words_of(spec.step)), case_url(visit, appeal, spec.name())});
  links.push_back({t(visibility_step(appeal)), case_url(visit, appeal, "visibility")});
  links.push_back({t("appeals.receipt.link"), case_url(visit, appeal, "receipt")});
  links.push_back({t("appeals.calendar.file"), case_url(visit, appeal, "terms.ics")});
  return join({join(parts), section({h2({t("appeals.you_can")}), link_list(links)})});
}

http::Response private_page(const Visit& visit, const queries::PrivateCase& v) {
  const auto& t = visit.words;
  const auto& content = v.content.open(v.permit);
  const auto told = queries::told(visit, v);
  const bool mine = v.is_applicant;
  const auto reader = mine ? view::Reader::applicant : view::Reader::body;
  std::vector<Html> answers;
  for (const auto& answer : v.answers) answers.push_back(view::answer(visit, v.appeal, answer, answer.text, view::answer_files(visit, v.appeal, v.files, answer.n, reader)));
  return respond(
      visit,
      {.title = case_title(v.appeal, content.title),
       .body = join({p({cls("meta"), t("appeals.number", {{"number", v.appeal.number}})}), h1({attr("lang", v.appeal.language), content.title}),
                     p({view::status(visit, v.appeal), " ",
                        span({cls("meta"), t(seen_by(v.appeal))})}),
                     mine ? next_steps(visit, v, told) : Html(), mine ? contact_block(visit, v) : Html(), join(answers), view::who_answers(visit, v.appeal),
                     view::deadline(visit, v.appeal, v.deadline), view::clocks(visit, v.appeal, v.events), view::correspondence(visit, v),
                     view::related(visit, v), view::history(visit, v.appeal, v.events, told, mine),
                     section({h2({mine ? t("appeals.my_text") : t("appeals.text")}), written(content.text, v.appeal.language)}),
                     view::files(visit, v.appeal, v.files, reader), mine ? view::upload_form(visit, v.appeal, v.files) : Html(),
                     case_facts(visit, v.appeal, content.address), mine ? view::viewers(visit, v.appeal) : Html()})});
}

http::Response public_page(const Visit& visit, const queries::PublicCase& v) {
  const auto& t = visit.words;
  const auto& text = v.text;
  Html answer;
  if (!v.answers.empty()) answer = view::answer(visit, v.appeal, v.answers.back(), text.answer, view::answer_files(visit, v.appeal, v.files, v.answers.back().n, view::Reader::anybody));
  return respond(
      visit,
      {.title = case_title(v.appeal, text.title),
       .body = join({p({cls("meta"), t("appeals.number", {{"number", v.appeal.number}})}), h1({attr("lang", v.appeal.language), text.title}),
                     p({view::status(visit, v.appeal)}), view::who_answers(visit, v.appeal), view::deadline(visit, v.appeal, v.deadline), view::clocks(visit, v.appeal, v.events), answer,
                     section({h2({t("appeals.text")}), written(text.text, v.appeal.language),
                              p({cls("meta"), v.appeal.district.empty() ? t("appeals.a_resident")
                                                                        : t("appeals.a_resident_of", {{"district", view::district_name(visit, v.appeal.district)}})})}),
                     view::files(visit, v.appeal, v.files, view::Reader::anybody), case_facts(visit, v.appeal, text.place), view::history(visit, v.appeal, v.events),
                     section({h2({t("appeals.links")}),
                              link_list({{t("appeals.list.same_topic"), visit.url("/appeals").with("topic", v.appeal.topic)},
                                         {t("appeals.list.same_body"), visit.url("/appeals").with("body", v.appeal.body)},
                                         {t("appeals.report_privacy"), case_url(visit, v.appeal, "report")}})}),
                     when(visit.actor().role == Role::moderator, p({a({href(visit.url("/w/mod/" + v.appeal.number)), t("appeals.moderation.one")})}))}),
       .is_private = false,
       .etag = v.appeal.number + "-" + std::to_string(v.appeal.version) + "-" + std::string(code(visit.language)) + "-" +
               visit.context.today.date.iso(),
       .description = text.title,
       .crumbs = {{t("appeals.list.title"), visit.url("/appeals")}},
       .alternates = {{"application/json", case_url(visit, v.appeal).str() + ".json"}}});
}

// A private page of the applicant (or a staff member) for a step; hands the case over or refuses.
template <class Show>
http::Response with_case(const Visit& visit, const Show& show) {
  const auto found = queries::private_case(visit, target_of(visit));
  if (!found) return refuse(visit, found.problems());
  return show(*found);
}

Html version_field(const Appeal& appeal) {
  return input({attr("type", "hidden"), attr("name", "version"), attr("value", appeal.version)});
}

int version_of(const http::Pairs& form) {
  int version = 0;
  for (const char c : form.get("version"))
    if (c >= '0' && c <= '9' && version < 100'000'000) version = version * 10 + (c - '0');
  return version;
}

http::Response verdict_page(const Visit& visit, const queries::PrivateCase& v, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  if (const auto open = procedure::check_verdict(v.appeal, visit.context.today.date); !open) return refuse(visit, open.problems());
  std::string chosen(typed.get("verdict"));
  if (chosen.empty()) chosen = std::string(visit.query.get("verdict"));
  const std::vector<Choice> verdicts{{"solved", t(words_of(Verdict::solved))},
                                     {"partly", t(words_of(Verdict::partly))},
                                     {"not_solved", t(words_of(Verdict::not_solved))}};
  const std::vector<Choice> clear{{"yes", t("appeals.yes")}, {"no", t("appeals.no")}};
  std::vector<ChoiceGroup> reasons{{"", view::reasons(visit, "not_solved")}};
  auto verdict_words = view::field(visit, "verdict", "appeals.verdict.heading", chosen, problems);
  return respond(
      visit, {.title = t("appeals.verdict.heading"),
              .body = join({view::errors(visit, problems), h1({t("appeals.verdict.heading")}),
                            p({t("appeals.verdict.text", {{"date", t.date(v.appeal.verdict_until.value_or(visit.context.today.date))}})}),
                            v.answers.empty() ? Html() : view::answer(visit, v.appeal, v.answers.back(), v.answers.back().text),
                            form({attr("method", "post"), action(case_url(visit, v.appeal, "verdict")), form_fields(visit), version_field(v.appeal),
                                  radio_field(verdict_words, verdicts),
                                  radio_field({.name = "clear", .label = t("appeals.verdict.clear"), .value = typed.has("clear") ? std::string(typed.get("clear")) : "yes"}, clear),
                                  select_field(view::field(visit, "reason", "appeals.verdict.reason", std::string(typed.get("reason")), problems,
                                                           t("appeals.verdict.reason_hint")),
                                               reasons, t("appeals.choose")),
                                  text_field(view::field(visit, "comment", "appeals.verdict.comment", std::string(typed.get("comment")), problems), {.rows = 4}),
                                  submit_button(t("appeals.verdict.save"))})}),
              .status = problems ? 422 : 200,
              .errors = problems != nullptr,
              .crumbs = {{v.appeal.number, case_url(visit, v.appeal)}}});
}

// What was public once says that it is gone; anything else is as unknown as a number that never was.
http::Response not_shown(const Visit& visit, const Problems& problems) {
  if (visit.format == Format::html)
    if (const auto lost = lost_case(visit.db, visit.context, visit.params.at(0))) return lost_page(visit, *lost);
  if (!was_public(visit.db, visit.context, visit.params.at(0))) return refuse(visit, problems);
  return refuse(visit, Problem{.kind = Problem::Kind::gone, .message = "appeals.no_longer_public"});
}

// After a step: back to the case; a refused one says why.
Applied after_step(const Visit& visit, const Result<Changed>& changed) {
  if (!changed) return {refuse(visit, changed.problems()), false};
  return {see_other(visit.url("/appeals/" + changed->appeal.number))};
}

// The promise that this appeal will be in the public record: a file, and a code that a phone reads without any network.
Html promise_block(const Visit& visit, const Appeal& appeal) {
  const auto& t = visit.words;
  if (!visit.context.record) return {};
  const auto promise = record::promise_of(visit.db, *visit.context.record, appeal.place, appeal.id.value, 1);
  if (!promise) return section({h2({t("appeals.pledge.heading")}), p({visit.words(promise.problems().first().message)})});
  return section({h2({t("appeals.pledge.heading")}), p({t("appeals.pledge.text")}),
                  link_list({{t("appeals.pledge.file"), case_url(visit, appeal, "promise")}, {t("appeals.pledge.check"), visit.url("/record/verify").with("what", appeal.number)}}),
                  details({summary({t("appeals.pledge.code")}), p({t("appeals.pledge.code_text")}), qr(promise->receipt, t("appeals.pledge.qr"), 256)})});
}

}  // namespace

http::Response show_case(const Visit& visit) {
  if (visit.format == Format::html)
    if (const auto erased = erased_case(visit.db, visit.context, visit.params.at(0))) return erased_page(visit, *erased);
  if (visit.format == Format::html && is_for_everybody(visit))
    if (const auto head = queries::public_head(visit, visit.params.at(0))) {
      // A page that says "promised" is true for seconds only.
      if (visit.context.record && !record::is_settled(visit.db, *visit.context.record, head->place, head->id.value))
        return public_page(visit, *queries::public_case(visit, head->number));
      static PageCache cache(8 << 20);
      // Words of the deadline change with the day, names of bodies with the register's version.
      const auto key = head->number + "/" + std::to_string(head->version) + "/" + std::string(code(visit.language)) + "/" +
                       visit.context.today.date.iso() + "/" + std::to_string(directory::version(visit.db)) + "/" + visit.pack().version;
      return cache.get(key, [&] { return public_page(visit, *queries::public_case(visit, head->number)); });
    }
  const auto found = queries::private_case(visit, target_of(visit));
  if (found) {
    if (visit.format == Format::json) return json(api::case_json(visit, *found));
    return private_page(visit, *found);
  }
  const auto open = queries::public_case(visit, visit.params.at(0));
  if (!open) return not_shown(visit, found.problems());
  if (visit.format == Format::json)
    return json(api::case_json(visit, *open), 200,
                open->appeal.number + "-" + std::to_string(open->appeal.version) + "-" + std::string(code(visit.language)));
  return public_page(visit, *open);
}

http::Response reply(const Visit& visit) {
  const auto found = find_reply(visit);
  if (!found) return refuse(visit, found.problems());
  const auto paper = reply_paper(visit, *found);
  const auto file = case_url(visit, found->appeal, "answer.pdf").with("n", std::to_string(found->answer.n));
  return respond(visit, {.title = paper.title,
                         .body = join({pdf::as_page(paper), p({cls("noprint"), a({href(file), visit.words("appeals.reply.pdf")})})}),
                         .crumbs = {{found->appeal.number, case_url(visit, found->appeal)}}});
}

http::Response reply_file(const Visit& visit) {
  const auto found = find_reply(visit);
  if (!found) return refuse(visit, found.problems());
  auto bytes = pdf::write(reply_paper(visit, *found));
  if (!bytes) return refuse(visit, bytes.problems());
  http::Response response;
  response.body = bytes.take();
  response.header("Content-Type", "application/pdf")
      .header("Content-Disposition", "attachment; filename=\"" + found->appeal.number + "-" + std::to_string(found->answer.n) + ".pdf\"")
      .header("Cache-Control", "private, no-store");
  return response;
}

http::Response receipt(const Visit& visit) {
  return with_case(visit, [&](const queries::PrivateCase& v) {
    const auto& t = visit.words;
    const auto& appeal = v.appeal;
    const auto shown_code = v.by_key ? secrets::shown_code(*secrets::parse_code(visit.case_code)) : std::string();
    std::vector<Html> next;
    if (appeal.redirect_until && is_open(appeal.state)) next.push_back(li({t("appeals.receipt.redirect", {{"date", t.date(*appeal.redirect_until)}})}));
    next.push_back(li({t("appeals.receipt.answer", {{"date", t.date_weekday(appeal.due_on)}})}));
    next.push_back(li({t("appeals.receipt.verdict")}));
    const auto address = visit.context.settings->origin + case_url(visit, appeal).str();
    return respond(
        visit,
        {.title = t("appeals.receipt.title"),
         .body = join({h1({attr("data-drop-draft", "appeal"), t("appeals.receipt.title")}),
                       section({cls("card"), p({t("appeals.receipt.number")}), p({cls("big"), appeal.number}),
                                shown_code.empty() ? Html()
                                                   : join({p({t("appeals.receipt.code")}), p({cls("code"), shown_code}), p({t("appeals.receipt.code_text")})}),
                                p({cls("meta"), view::when(visit, appeal.submitted_at), " · ", view::body_name(visit, appeal.body)})}),
                       contact_block(visit, v), section({h2({t("appeals.receipt.next")}), ol({join(next)})}), view::deadline(visit, appeal, v.deadline),
                       view::files(visit, appeal, v.files, view::Reader::applicant), v.is_applicant ? view::upload_form(visit, appeal, v.files) : Html(),
                       promise_block(visit, appeal), section({h2({t("appeals.opening.heading")}), p({t("appeals.opening.text")}), p({t("appeals.opening.keep")}), view::opening_link(visit, appeal, 1)}),
                       section({h2({t("appeals.receipt.follow")}), p({t("appeals.receipt.follow_text")}), p({cls("kept"), address}), qr(address, t("appeals.receipt.qr")),
                                link_list({{t("appeals.receipt.open"), case_url(visit, appeal)},
                                           {t("appeals.calendar.file"), case_url(visit, appeal, "terms.ics")},
                                           {t(visibility_step(appeal)), case_url(visit, appeal, "visibility")}})})})});
  });
}

http::Response verdict_form(const Visit& visit) {
  return with_case(visit, [&](const queries::PrivateCase& v) { return verdict_page(visit, v, {}, nullptr); });
}

Prepared give_verdict(const Visit& visit, const http::Pairs& form) {
  const auto found = queries::private_case(visit, target_of(visit));
  if (!found) return refuse(visit, found.problems());
  const auto command = read_verdict(form);
  if (!command) return verdict_page(visit, *found, form, &command.problems());
  auto target = target_of(visit);
  target.version = version_of(form);
  return Apply([target, command = *command](db::Tx& tx, const Visit& at) -> Applied {
    return after_step(at, judge(tx, at.context, target, command));
  });
}

http::Response withdraw_form(const Visit& visit) {
  return with_case(visit, [&](const queries::PrivateCase& v) -> http::Response {
    const auto& t = visit.words;
    if (const auto allowed = procedure::check(procedure::Step::withdraw, v.appeal); !allowed) return refuse(visit, allowed.problems());
    return respond(visit, {.title = t("appeals.withdraw.title"),
                           .body = join({h1({t("appeals.withdraw.title")}), p({t("appeals.withdraw.text")}),
                                         form({attr("method", "post"), action(case_url(visit, v.appeal, "withdraw")), form_fields(visit), version_field(v.appeal),
                                               text_field({.name = "reason", .label = t("appeals.withdraw.reason")}, {.rows = 3}),
                                               button({cls("button danger"), attr("type", "submit"), t("appeals.withdraw.do")}), " ",
                                               a({href(case_url(visit, v.appeal)), t("appeals.cancel")})})}),
                           .crumbs = {{v.appeal.number, case_url(visit, v.appeal)}}});
  });
}

Prepared do_withdraw(const Visit& visit, const http::Pairs& form) {
  auto target = target_of(visit);
  target.version = version_of(form);
  return Apply([target, reason = std::string(form.get("reason")).substr(0, comment_max)](db::Tx& tx, const Visit& at) -> Applied {
    return after_step(at, withdraw(tx, at.context, target, reason));
  });
}

http::Response visibility_form(const Visit& visit) {
  return with_case(visit, [&](const queries::PrivateCase& v) {
    const auto& t = visit.words;
    const bool is_public = v.appeal.visibility != Visibility::private_to_parties;
    const auto title = t(visibility_step(v.appeal));
    const auto to_private = is_asked_public(v.appeal) ? Key("appeals.visibility.take_back_text") : Key("appeals.visibility.to_private_text");
    const auto preview = public_form(v.content.open(v.permit), mark_of_removed(v.appeal.language));
    return respond(visit, {.title = title,
                           .body = join({h1({title}), p({is_public ? t(to_private) : t("appeals.visibility.to_public_text")}),
                                         when(!is_public, div({cls("card"), h2({t("appeals.check.preview")}), h3({preview.title}),
                                                               written(preview.text, v.appeal.language), p({cls("meta"), preview.place})})),
                                         form({attr("method", "post"), action(case_url(visit, v.appeal, "visibility")), form_fields(visit), version_field(v.appeal),
                                               input({attr("type", "hidden"), attr("name", "visibility"), attr("value", is_public ? "private" : "public")}),
                                               submit_button(title), " ", a({href(case_url(visit, v.appeal)), t("appeals.cancel")})})}),
                           .crumbs = {{v.appeal.number, case_url(visit, v.appeal)}}});
  });
}

Prepared set_visibility(const Visit& visit, const http::Pairs& form) {
  auto target = target_of(visit);
  target.version = version_of(form);
  const auto wanted = form.get("visibility") == "public" ? Visibility::public_text : Visibility::private_to_parties;
  return Apply([target, wanted](db::Tx& tx, const Visit& at) -> Applied { return after_step(at, show(tx, at.context, target, wanted)); });
}

}  // namespace jauap::appeals::pages
