// Erasing what was written: an administrator asks, an auditor decides, and what the address of the case says afterwards.
#include "appeals/erasure.h"
#include "appeals/input.h"
#include "appeals/pages.h"
#include "appeals/procedure.h"
#include "appeals/view.h"
#include "platform/auth/accounts.h"
#include "platform/config/config.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;
using store::ErasureState;

constexpr int list_rows = 50;

Url erasure_url(const Visit& visit, std::string_view number, std::string_view decision = "") {
  return visit.url("/w/erasures/" + std::string(number) + (decision.empty() ? "" : "/") + std::string(decision));
}

std::string name_of(const Visit& visit, AccountId id) {
  const auto account = id ? auth::by_id(visit.db, *visit.context.keys, id) : std::nullopt;
  return account ? account->name : std::string();
}

bool may_ask(const Visit& visit) { return bool(visit.context.authorise(may_ask_erasure, {})); }
bool may_approve(const Visit& visit) { return bool(visit.context.authorise(may_approve_erasure, {})); }

// A form as it was sent, so that nothing typed is lost when it is refused.
struct Typed {
  http::Pairs form;
  const Problems* problems = nullptr;
  std::string value(std::string_view name) const { return std::string(form.get(name)); }
};

// What goes and what stays, before anybody presses.
Html preview(const Visit& visit, const ToErase& seen) {
  const auto& t = visit.words;
  const auto& content = seen.content;
  std::vector<SummaryRow> rows;
  const auto add = [&](Key label, int count) {
    if (count > 0) rows.push_back({t(label), t.number(count), std::nullopt});
  };
  add("appeals.erasure.texts", content.texts);
  add("appeals.erasure.answers", content.answers);
  add("appeals.erasure.comments", content.comments);
  add("appeals.erasure.notes", content.notes);
  add("appeals.erasure.proposals", content.proposals);
  add("appeals.erasure.reports", content.reports);
  add("appeals.erasure.files", seen.files);
  add("appeals.erasure.parts", seen.parts);
  Html children;
  if (!seen.offspring.empty()) {
    std::vector<Html> items;
    for (const auto& number : seen.offspring) items.push_back(li({a({href(erasure_url(visit, number)), number})}));
    children = join({p({t("appeals.erasure.offspring")}), ul({join(items)})});
  }
  return join({section({h2({t("appeals.erasure.goes")}), summary_list(rows, ""), p({t("appeals.erasure.goes_too")})}),
               section({h2({t("appeals.erasure.stays")}), p({t("appeals.erasure.stays_text")}), children})});
}

Html version_field(const Appeal& appeal) { return input({attr("type", "hidden"), attr("name", "version"), attr("value", appeal.version)}); }

Html confirm_field(const Visit& visit, const Typed& typed) {
  const std::vector<Choice> sure{{"yes", visit.words("appeals.erasure.sure")}};
  return checkbox_field(view::field(visit, "sure", "appeals.erasure.confirm", typed.value("sure"), typed.problems), sure, {});
}

Html ask_block(const Visit& visit, const ToErase& seen, const Typed& typed) {
  const auto& t = visit.words;
  const std::vector<ChoiceGroup> reasons{{"", view::reasons(visit, "erase")}};
  return section({cls("card"), h2({t("appeals.erasure.ask")}), p({t("appeals.erasure.ask_text")}),
                  form({attr("method", "post"), action(erasure_url(visit, seen.appeal.number, "ask")), form_fields(visit), version_field(seen.appeal),
                        select_field(view::field(visit, "reason", "appeals.erasure.reason", typed.value("reason"), typed.problems), reasons, t("appeals.choose")),
                        text_field(view::field(visit, "basis", "appeals.erasure.basis", typed.value("basis"), typed.problems, t("appeals.erasure.basis_hint")), {.rows = 3}),
                        confirm_field(visit, typed), button({cls("button danger"), attr("type", "submit"), t("appeals.erasure.send")})})});
}

Html request_block(const Visit& visit, const store::ErasureRow& row) {
  const auto& t = visit.words;
  std::vector<SummaryRow> facts{{t("appeals.erasure.reason"), view::reason_name(visit, row.reason), std::nullopt},
                                {t("appeals.erasure.basis"), row.basis, std::nullopt},
                                {t("appeals.erasure.asked_by"), name_of(visit, row.asked_by) + ", " + view::when(visit, row.asked_at), std::nullopt}};
  if (row.state == ErasureState::done) facts.push_back({t("appeals.erasure.done_by"), name_of(visit, row.decided_by) + ", " + view::when(visit, row.decided_at), std::nullopt});
  if (row.state == ErasureState::declined) {
    facts.push_back({t("appeals.erasure.declined_by"), name_of(visit, row.decided_by) + ", " + view::when(visit, row.decided_at), std::nullopt});
    facts.push_back({t("appeals.erasure.why"), row.note, std::nullopt});
  }
  return section({h2({t("appeals.erasure.request")}), summary_list(facts, "")});
}

Html decide_block(const Visit& visit, const ToErase& seen, const Typed& typed) {
  const auto& t = visit.words;
  return join({section({cls("card"), h2({t("appeals.erasure.approve")}), p({strong({t("appeals.erasure.warning")})}),
                        form({attr("method", "post"), action(erasure_url(visit, seen.appeal.number, "approve")), form_fields(visit), version_field(seen.appeal),
                              confirm_field(visit, typed), button({cls("button danger"), attr("type", "submit"), t("appeals.erasure.do")})})}),
               section({cls("card"), h2({t("appeals.erasure.decline")}),
                        form({attr("method", "post"), action(erasure_url(visit, seen.appeal.number, "decline")), form_fields(visit), version_field(seen.appeal),
                              text_field(view::field(visit, "why", "appeals.erasure.why", typed.value("why"), typed.problems), {.rows = 3}),
                              submit_button(t("appeals.erasure.decline"), true)})})});
}

// What this visitor may do about it now.
Html next_block(const Visit& visit, const ToErase& seen, const Typed& typed) {
  const auto& t = visit.words;
  if (seen.appeal.is_erased()) return {};
  if (const auto open = procedure::check(procedure::Step::erase, seen.appeal); !open) return notice(Tone::warning, t("appeals.erasure.still_owed"), p({t("appeals.erasure.still_owed_text")}));
  const bool waits = seen.asked && seen.asked->state == ErasureState::waits;
  if (!waits) return may_ask(visit) ? ask_block(visit, seen, typed) : notice(Tone::info, t("appeals.erasure.nobody_asked"), Html());
  if (!may_approve(visit) || seen.asked->asked_by == visit.actor().account) return notice(Tone::info, t("appeals.erasure.waits_for_auditor"), Html());
  return decide_block(visit, seen, typed);
}

http::Response case_page(const Visit& visit, const ToErase& seen, const Typed& typed) {
  const auto& t = visit.words;
  const auto& appeal = seen.appeal;
  const auto title = t("appeals.erasure.one", {{"number", appeal.number}});
  Html head = notice(Tone::warning, t("appeals.erasure.warning_heading"), p({t("appeals.erasure.warning")})), request, goes;
  if (appeal.is_erased()) head = notice(Tone::success, t("appeals.erased.heading"), p({t("appeals.erased.when", {{"date", view::when(visit, appeal.erased_at)}})}));
  else goes = preview(visit, seen);
  if (seen.asked) request = request_block(visit, *seen.asked);
  return respond(visit, {.title = title,
                         .body = join({view::errors(visit, typed.problems), h1({title}),
                                       p({view::status(visit, appeal), span({cls("meta"), " " + t("appeals.registered_at") + ": " + view::when(visit, appeal.submitted_at)})}), head,
                                       request, goes, next_block(visit, seen, typed)}),
                         .status = typed.problems ? 422 : 200,
                         .errors = typed.problems != nullptr,
                         .crumbs = {{t("appeals.erasure.title"), visit.url("/w/erasures")}}});
}

Html rows_of(const Visit& visit, ErasureState state, Key none) {
  const auto& t = visit.words;
  std::vector<Html> items;
  for (const auto& row : store::erasures(visit.db, queries::place_of(visit).id, state, list_rows)) {
    const bool waits = state == ErasureState::waits;
    items.push_back(li({a({href(erasure_url(visit, row.number)), row.number}), " — ", view::reason_name(visit, row.reason),
                        p({cls("meta"), name_of(visit, waits ? row.asked_by : row.decided_by), " · ", view::when(visit, waits ? row.asked_at : row.decided_at)})}));
  }
  return items.empty() ? p({t(none)}) : ol({cls("list"), join(items)});
}

Target target_of(const Visit& visit, const http::Pairs& form) {
  Target target{.number = visit.params.at(0), .code = ""};
  for (const char c : form.get("version"))
    if (c >= '0' && c <= '9' && target.version < 100'000'000) target.version = target.version * 10 + (c - '0');
  return target;
}

using Decide = std::function<Done(db::Tx&, const Context&, const Target&)>;

Result<Decide> asked_step(std::string_view decision, const http::Pairs& form) {
  if (decision == "ask")
    return Decide([command = TRY(read_erasure(form))](db::Tx& tx, const Context& context, const Target& target) { return ask_erasure(tx, context, target, command); });
  if (decision == "approve") {
    if (form.get("sure") != "yes") return Problem{.message = "appeals.erasure.not_sure", .field = "sure"};
    return Decide([](db::Tx& tx, const Context& context, const Target& target) -> Done {
      TRY(approve_erasure(tx, context, target));
      return done();
    });
  }
  if (decision == "decline")
    return Decide([why = TRY(read_why(form))](db::Tx& tx, const Context& context, const Target& target) { return decline_erasure(tx, context, target, why); });
  return Problem{.kind = Problem::Kind::not_found, .message = "appeals.not_found"};
}

}  // namespace

http::Response erasures(const Visit& visit) {
  if (const auto permit = visit.context.authorise(may_see_erasures, {}); !permit) return refuse(visit, permit.problems());
  const auto& t = visit.words;
  Html ask;
  if (may_ask(visit))
    ask = form({attr("method", "get"), action(visit.url("/w/erasures")),
                input_field(view::field(visit, "number", "appeals.erasure.number", std::string(visit.query.get("number")), nullptr)), submit_button(t("appeals.erasure.look"))});
  if (!visit.query.get("number").empty()) {
    const auto seen = to_erase(visit.db, visit.context, std::string(visit.query.get("number")));
    return seen ? see_other(erasure_url(visit, seen->appeal.number)) : refuse(visit, seen.problems());
  }
  return respond(visit, {.title = t("appeals.erasure.title"),
                         .body = join({h1({t("appeals.erasure.title")}), p({t("appeals.erasure.text")}), ask,
                                       section({h2({t("appeals.erasure.waiting")}), rows_of(visit, ErasureState::waits, "appeals.erasure.none_waits")}),
                                       section({h2({t("appeals.erasure.done")}), rows_of(visit, ErasureState::done, "appeals.erasure.none_done")})})});
}

http::Response erasure_form(const Visit& visit) {
  const auto seen = to_erase(visit.db, visit.context, visit.params.at(0));
  return seen ? case_page(visit, *seen, {}) : refuse(visit, seen.problems());
}

Prepared decide_erasure(const Visit& visit, const http::Pairs& form) {
  const auto& decision = visit.params.at(1);
  // Who may not even ask learns nothing of the case.
  if (const auto seen = to_erase(visit.db, visit.context, visit.params.at(0)); !seen) return refuse(visit, seen.problems());
  if (const auto permit = visit.context.authorise(decision == "ask" ? may_ask_erasure : may_approve_erasure, {}); !permit) return refuse(visit, permit.problems());
  if (!visit.fresh_factor) return refuse(visit, Problem{.kind = Problem::Kind::forbidden, .message = "appeals.erasure.sign_in_again"});
  const auto target = target_of(visit, form);
  const auto again = [target, form](const Visit& at, const Problems& problems) {
    const auto seen = to_erase(at.db, at.context, target.number);
    if (!seen || problems.first().field.empty()) return refuse(at, problems);
    return case_page(at, *seen, {.form = form, .problems = &problems});
  };
  const auto step = asked_step(decision, form);
  if (!step) return again(visit, step.problems());
  return Apply([target, again, step = *step](db::Tx& tx, const Visit& at) -> Applied {
    if (const auto decided = step(tx, at.context, target); !decided) return {again(at, decided.problems()), false};
    return {see_other(erasure_url(at, target.number))};
  });
}

http::Response erased_page(const Visit& visit, const Erased& erased) {
  const auto& t = visit.words;
  const auto& appeal = erased.appeal;
  const std::vector<SummaryRow> facts{{t("appeals.erased.at"), view::when(visit, appeal.erased_at), std::nullopt},
                                      {t("appeals.erased.ground"), view::reason_name(visit, erased.reason), std::nullopt}};
  Html request;
  if (may_approve(visit) || may_ask(visit)) request = p({a({href(erasure_url(visit, appeal.number)), t("appeals.erasure.request")})});
  return respond(visit, {.title = t("appeals.erased.title", {{"number", appeal.number}}),
                         .body = join({h1({t("appeals.erased.title", {{"number", appeal.number}})}), p({t("appeals.erased.text")}), summary_list(facts, ""),
                                       p({t("appeals.erased.stays")}), p({t("appeals.erased.copy")}), request}),
                         .status = 410});
}

}  // namespace jauap::appeals::pages
