// Forms of the steps that steps.cpp describes: one page for all of them, at the desk and for the applicant.
#include "appeals/commands_shared.h"
#include "appeals/desk_shared.h"
#include "appeals/input.h"
#include "appeals/pages.h"
#include "appeals/steps.h"
#include "appeals/view.h"
#include "directory/leave.h"
#include "platform/auth/accounts.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;

Url url_of(const Visit& visit, const Appeal& appeal, bool at_desk, std::string_view page = "") {
  return visit.url((at_desk ? "/w/body/" : "/appeals/") + appeal.number + (page.empty() ? "" : "/") + std::string(page));
}

std::vector<Choice> officials(const Visit& visit, const Appeal& appeal) {
  const auto today = visit.context.today.date;
  const auto away = directory::leaves_in(visit.db, appeal.body, today);
  std::vector<Choice> choices;
  for (const auto& post : auth::posts_in(visit.db, appeal.body)) {
    const auto account = auth::by_id(visit.db, *visit.context.keys, post.account);
    if (!account) continue;
    auto name = account->name + (post.title.empty() ? "" : ", " + post.title);
    for (const auto& leave : away)
      if (leave.account == post.account && leave.from_day <= today) name = visit.words("appeals.on_leave", {{"name", name}, {"until", visit.words.date(leave.to_day)}});
    choices.push_back({account->login, std::move(name)});
  }
  return choices;
}

// Steps of the applicant to which photos and documents may be added at once: the case is open after them.
bool takes_files(const StepSpec& spec) {
  using procedure::Step;
  return spec.step == Step::repair || spec.step == Step::object || spec.step == Step::reopen;
}

Html input_of(const Visit& visit, const StepSpec& spec, const StepField& field, const queries::PrivateCase& v, const http::Pairs& typed,
              const Problems* problems) {
  const auto& t = visit.words;
  const auto words = view::field(visit, field.name, field.label, std::string(typed.get(field.name)), problems,
                                 field.is_required ? std::string() : t("appeals.field.optional"));
  const std::string none = field.is_required ? t("appeals.choose") : t("appeals.field.none");
  switch (field.type) {
    case StepField::Type::text: return text_field(words, {.rows = 8});
    case StepField::Type::line: return input_field(words);
    case StepField::Type::number: return input_field(words, {.is_short = true});
    case StepField::Type::date: return input_field(words, {.type = "date", .is_short = true});
    case StepField::Type::reason: return select_field(words, std::vector<ChoiceGroup>{{"", view::reasons(visit, spec.reasons)}}, none);
    case StepField::Type::body: return select_field(words, view::bodies_but(visit, v.appeal.body), none);
    case StepField::Type::kind: return select_field(words, std::vector<ChoiceGroup>{{"", view::kinds(visit)}}, none);
    case StepField::Type::official: return select_field(words, std::vector<ChoiceGroup>{{"", officials(visit, v.appeal)}}, none);
    case StepField::Type::outcome:
      return radio_field(words, {{"granted", t("appeals.recusal.granted")}, {"declined", t("appeals.recusal.declined")}});
  }
  return {};
}

Attr multipart(const StepSpec& spec) {
  auto encoding = attr("enctype", "multipart/form-data");
  encoding.present = takes_files(spec);
  return encoding;
}

// What a person reads beforehand: what the step does, by which rule, what day it can reach at most.
Html before_the_form(const Visit& visit, const StepSpec& spec, const Appeal& appeal) {
  const auto& t = visit.words;
  std::vector<Html> lines{p({t(spec.text)})};
  if (*spec.rule) lines.push_back(p({cls("meta"), view::rule_words(visit, spec.rule)}));
  if (spec.step == procedure::Step::extend)
    if (const auto limit = procedure::check_extend(visit.pack(), appeal, visit.context.today.date))
      lines.push_back(p({t("appeals.extend.limit", {{"now", t.date(appeal.due_on)}, {"limit", t.date(limit->due_on)}})}));
  if (needs_signature(visit.db, visit.context, appeal, spec.step)) lines.push_back(notice(Tone::info, "", p({t("appeals.proposal.will_wait")})));
  return html::join(lines);
}

// The first words of a complaint, filled in from the record.
std::string complaint_draft(const Visit& visit, const Appeal& appeal) {
  const i18n::Words t(language_of(appeal.language).value_or(visit.language));
  const auto body = directory::bodies(visit.db)->name(appeal.body, t.language());
  const std::vector<Arg> args{{"number", appeal.number}, {"body", body}, {"registered", t.date(appeal.first_received_on)}, {"due", t.date(appeal.due_on)}};
  const Key draft = appeal.answered_at.ms ? Key("appeals.complain.draft_answer") : Key("appeals.complain.draft_silence");
  return t(Problem{.message = draft, .args = args});
}

http::Response step_page(const Visit& visit, const StepSpec& spec, const queries::PrivateCase& v, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  const bool at_desk = spec.by != StepSpec::By::applicant;
  if (const auto open = procedure::check(spec.step, v.appeal); !open && !problems) return at_desk ? refuse_step(visit, open.problems()) : refuse(visit, open.problems());
  auto values = typed;
  if (spec.step == procedure::Step::complain && !typed.has("text")) values = http::Pairs({{"text", complaint_draft(visit, v.appeal)}});
  std::vector<Html> fields;
  for (const auto& field : spec.fields) fields.push_back(input_of(visit, spec, field, v, values, problems));
  const auto heading = t(procedure::words_of(spec.step));
  const bool waits = needs_signature(visit.db, visit.context, v.appeal, spec.step);
  return respond(
      visit,
      {.title = heading,
       .body = html::join({view::errors(visit, problems), h1({heading + ": " + v.appeal.number}), before_the_form(visit, spec, v.appeal),
                           form({attr("method", "post"), multipart(spec), action(url_of(visit, v.appeal, at_desk, spec.name())), form_fields(visit),
                                 input({attr("type", "hidden"), attr("name", "version"), attr("value", v.appeal.version)}), html::join(fields),
                                 takes_files(spec) ? view::file_input(visit, problems) : Html(), submit_button(waits ? t("appeals.proposal.send") : heading)}),
                           details({summary({t("appeals.text")}), written(v.content.open(v.permit).text, v.appeal.language)})}),
       .status = problems ? 422 : 200,
       .errors = problems != nullptr,
       .crumbs = {{v.appeal.number, url_of(visit, v.appeal, at_desk)}}});
}

struct Asked {
  const StepSpec* spec = nullptr;
  Target target;
};

// Which step the address names, for this side.
Asked asked(const Visit& visit, bool at_desk) {
  const auto* spec = spec_named(visit.params.at(1));
  if (!spec || (spec->by == StepSpec::By::applicant) == at_desk) return {};
  return {spec, {.number = visit.params.at(0), .code = at_desk ? std::string() : visit.case_code}};
}

http::Response form_of(const Visit& visit, bool at_desk) {
  const auto [spec, target] = asked(visit, at_desk);
  if (!spec) return not_found(visit);
  const auto found = queries::private_case(visit, target);
  if (!found) return refuse(visit, found.problems());
  if (at_desk ? found->permit.scope() != Scope::own_body : !found->is_applicant) return not_found(visit);
  return step_page(visit, *spec, *found, {}, nullptr);
}

// A refusal that the person can mend shows the form again with everything typed.
http::Response again(const Visit& visit, const StepSpec& spec, const Target& target, const http::Pairs& typed, const Problems& problems) {
  const auto found = queries::private_case(visit, {.number = target.number, .code = target.code});
  const auto kind = problems.first().kind;
  const bool can_mend = kind == Problem::Kind::invalid || kind == Problem::Kind::too_many || problems.first().message == Key("appeals.changed_meanwhile");
  if (!found || !can_mend) return spec.by == StepSpec::By::applicant ? refuse(visit, problems) : refuse_step(visit, problems);
  return step_page(visit, spec, *found, typed, &problems);
}

// Files come in only for whom the step is open; the rest of the form is read whatever they are like.
Result<std::vector<files::Staged>> files_of(const Visit& visit, const StepSpec& spec, const Target& target) {
  if (!takes_files(spec) || visit.files.empty()) return std::vector<files::Staged>();
  const auto opened = TRY(open_case(visit.db, visit.context, target, may_take_part));
  TRY(procedure::check(spec.step, opened.appeal));
  return read_files(visit);
}

Prepared take(const Visit& visit, const http::Pairs& form, bool at_desk) {
  auto [spec, target] = asked(visit, at_desk);
  if (!spec) return not_found(visit);
  target.version = number_in(form.get("version"));
  const auto details = read_step(*spec, form);
  const auto staged = files_of(visit, *spec, target);
  if (!details || !staged) {
    Problems problems;
    if (!details) problems.add(details.problems());
    if (!staged) problems.add(staged.problems());
    return again(visit, *spec, target, form, problems);
  }
  return Apply([spec = spec, target = target, details = *details, staged = *staged, form, at_desk](db::Tx& tx, const Visit& at) -> Applied {
    auto changed = take_step(tx, at.context, target, *spec, details);
    if (changed && !staged.empty()) changed = attach(tx, at.context, {.number = target.number, .code = target.code}, staged);
    if (!changed) return {again(at, *spec, target, form, changed.problems()), false};
    return {see_other(url_of(at, changed->appeal, at_desk))};
  });
}

}  // namespace

http::Response desk_step_form(const Visit& visit) { return form_of(visit, true); }
Prepared desk_step(const Visit& visit, const http::Pairs& form) { return take(visit, form, true); }
http::Response person_step_form(const Visit& visit) { return form_of(visit, false); }
Prepared person_step(const Visit& visit, const http::Pairs& form) { return take(visit, form, false); }

Prepared desk_note(const Visit& visit, const http::Pairs& form) {
  const auto note = read_note(form);
  const Target target{.number = visit.params.at(0), .code = ""};
  if (!note) return refuse(visit, note.problems());
  return Apply([target, note = *note](db::Tx& tx, const Visit& at) -> Applied {
    const auto written_down = write_note(tx, at.context, target, note);
    if (!written_down) return {refuse(at, written_down.problems()), false};
    return {see_other(at.url("/w/body/" + target.number))};
  });
}

}  // namespace jauap::appeals::pages
