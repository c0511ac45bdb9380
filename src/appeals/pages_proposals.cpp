// What waits for a signature: on the page of the case, before the head, and for whoever asked. Who signs the answers of the body.
#include "appeals/commands_shared.h"
#include "appeals/desk_shared.h"
#include "appeals/steps.h"
#include "directory/commands.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;
using procedure::Step;
using store::ProposalState;

Key words_of(ProposalState state, bool is_answer) {
  switch (state) {
    case ProposalState::waiting: return "appeals.proposal.waits";
    case ProposalState::approved: return "appeals.proposal.approved";
    case ProposalState::declined: return is_answer ? Key("appeals.proposal.returned") : Key("appeals.proposal.declined");
    case ProposalState::overtaken: return "appeals.proposal.overtaken";
  }
  throw BrokenInvariant("a proposal without a state");
}

bool is_answer(const StepSpec& spec) { return spec.step == Step::answer || spec.step == Step::amend; }

Html heading_of(const Visit& visit, const StepSpec& spec, const store::Proposal& proposal) {
  return p({strong({visit.words(procedure::words_of(spec.step))}),
            span({cls("meta"), " " + proposal.proposer + " · " + view::when(visit, proposal.proposed_at)})});
}

// What became of it: the head's words, or the event that made it void.
Html outcome_of(const Visit& visit, const queries::PrivateCase& v, const store::Proposal& proposal, bool is_answer) {
  const auto& t = visit.words;
  std::string why;
  if (proposal.state == ProposalState::overtaken)
    for (const auto& event : v.events)
      if (event.at == proposal.decided_at) why = view::last_event(visit, {event});
  return join({p({cls("meta"), t(words_of(proposal.state, is_answer)), why.empty() ? "" : ": " + why}),
               when(!proposal.note.empty(), written(proposal.note, ""))});
}

// The head signs the documents that stood there, not one that came while the page was read.
Html seen_files(int count) { return when(count > 0, input({attr("type", "hidden"), attr("name", "files"), attr("value", count)})); }

Html decision_form(const Visit& visit, const Appeal& appeal, const store::Proposal& proposal, bool is_answer, int files) {
  const auto& t = visit.words;
  const Key sign = is_answer ? Key("appeals.proposal.sign_answer") : Key("appeals.proposal.approve");
  const Key decline = is_answer ? Key("appeals.proposal.return") : Key("appeals.proposal.decline");
  const Key note = is_answer ? Key("appeals.proposal.note_to_executor") : Key("appeals.proposal.note");
  const Key hint = is_answer ? Key("appeals.proposal.return_hint") : Key("appeals.proposal.note_hint");
  return form({attr("method", "post"), action(desk_url(visit, appeal, "proposals/" + std::to_string(proposal.n))), form_fields(visit), seen_files(files),
               radio_field({.name = "decision", .label = t("appeals.proposal.decision"), .value = "approve"}, {{"approve", t(sign)}, {"decline", t(decline)}}),
               text_field({.name = "note", .label = t(note), .hint = t(hint)}, {.rows = 3}), submit_button(t("appeals.proposal.sign"))});
}

// The head's two buttons, or what became of it.
Html end_of(const Visit& visit, const queries::PrivateCase& v, const store::Proposal& proposal, bool is_answer) {
  const bool may_sign = visit.actor().role == Role::head && proposal.proposed_by != visit.actor().account;
  return proposal.state == ProposalState::waiting && may_sign ? decision_form(visit, v.appeal, proposal, is_answer, unsigned_files(visit.db, v.appeal)) : outcome_of(visit, v, proposal, is_answer);
}

// The answer as the applicant will read it.
Html answer_in(const Visit& visit, const queries::PrivateCase& v, const Details& details) {
  const auto command = answer_of(details);
  return join({p({strong({visit.words(appeals::words_of(command.decision))})}), written(command.text, v.appeal.language),
               view::points(visit, {.language = v.appeal.language, .points = command.points}),
               when(!command.commitments.empty(), h3({visit.words("appeals.promises")})), view::promises(visit, command.commitments)});
}

Html step_in(const Visit& visit, const queries::PrivateCase& v, const Details& details) {
  const auto& t = visit.words;
  return join({details.until ? p({t("appeals.event.due", {{"date", t.date(*details.until)}})}) : Html(),
               details.to.empty() ? Html() : p({t("appeals.event.to", {{"body", view::body_name(visit, details.to)}})}),
               details.reason.empty() ? Html() : p({view::reason_name(visit, details.reason)}),
               details.text.empty() ? Html() : written(details.text, v.appeal.language)});
}

Html recusal_in(const Visit& visit, const queries::PrivateCase& v, const StepSpec& spec, const store::Proposal& proposal) {
  return join({p({proposal.details}),
               proposal.state == ProposalState::waiting
                   ? p({link_button(visit.words(procedure::words_of(spec.step)), desk_url(visit, v.appeal, spec.name()), true)})
                   : Html()});
}

Html proposal_row(const Visit& visit, const store::Waiting& row, const Permit& permit) {
  const auto& t = visit.words;
  const auto* spec = spec_named(row.step);
  return li({when(is_open(row.appeal.state), p({strong({t("appeals.inbox.due"), ": ", t.date(row.appeal.due_on)})})),
             h2({a({href(desk_url(visit, row.appeal)), row.appeal.number}), ": ", spec ? t(procedure::words_of(spec->step)) : row.step}),
             p({attr("lang", row.appeal.language), row.title.open(permit)}),
             p({cls("meta"), row.proposer.empty() ? t("appeals.desk.applicant") : row.proposer, " · ", view::when(visit, row.proposed_at)})});
}

Html rows_of(const Visit& visit, const std::vector<store::Waiting>& all, const Permit& permit, Key nothing) {
  if (all.empty()) return p({attr("role", "status"), visit.words(nothing)});
  std::vector<Html> rows;
  for (const auto& row : all) rows.push_back(proposal_row(visit, row, permit));
  return ul({cls("list"), join(rows)});
}

Html signing_form(const Visit& visit) {
  const auto& t = visit.words;
  const auto known = directory::bodies(visit.db);
  const auto* body = known->find(visit.actor().body);
  if (!body || !visit.context.authorise(directory::may_set_signing, {.body = body->code})) return {};
  std::vector<Choice> choices;
  for (const auto one : directory::all_signings) choices.push_back({std::string(code(one)), t(words_of(one))});
  return section({h2({t("appeals.head.rules")}),
                  form({attr("method", "post"), action(visit.url("/w/head/signing")), form_fields(visit),
                        radio_field({.name = "signing", .label = t("directory.signing"), .value = std::string(code(body->signing))}, choices),
                        submit_button(t("directory.save"), true)})});
}

}  // namespace

Html answers_to_sign(const Visit& visit, const queries::PrivateCase& v) {
  std::vector<Html> cards;
  for (const auto& proposal : v.proposals) {
    const auto* spec = spec_named(proposal.step);
    // What was signed stands among the answers.
    if (!spec || !is_answer(*spec) || proposal.state == ProposalState::approved) continue;
    const bool waits = proposal.state == ProposalState::waiting;
    const auto files = waits ? view::answer_files(visit, v.appeal, v.files, unsigned_answer, view::Reader::body) : Html();
    const auto words = join({heading_of(visit, *spec, proposal), answer_in(visit, v, details_from(proposal.details)), files});
    if (waits)
      cards.push_back(section({cls("card"), h2({visit.words("appeals.proposal.heading")}), words, end_of(visit, v, proposal, true)}));
    else
      cards.push_back(details({summary({visit.words(words_of(proposal.state, true)), ": ", visit.words(procedure::words_of(spec->step))}), words, end_of(visit, v, proposal, true)}));
  }
  return join(cards);
}

Html proposals_block(const Visit& visit, const queries::PrivateCase& v) {
  std::vector<Html> rows;
  for (const auto& proposal : v.proposals) {
    const auto* spec = spec_named(proposal.step);
    if (!spec || is_answer(*spec)) continue;
    if (spec->step == Step::decide_recusal)
      rows.push_back(li({heading_of(visit, *spec, proposal), recusal_in(visit, v, *spec, proposal)}));
    else
      rows.push_back(li({heading_of(visit, *spec, proposal), step_in(visit, v, details_from(proposal.details)), end_of(visit, v, proposal, false)}));
  }
  if (rows.empty()) return {};
  return section({cls("card"), h2({visit.words("appeals.proposal.heading")}), ul({cls("list"), join(rows)})});
}

Html way_to_waiting(const Visit& visit) {
  const auto found = queries::proposed(visit);
  if (!found || (found->waiting.empty() && found->returned.empty())) return {};
  const auto& t = visit.words;
  return p({a({href(visit.url("/w/waiting")), t("appeals.waiting.way", {{"waiting", t.number(std::int64_t(found->waiting.size()))},
                                                                        {"returned", t.number(std::int64_t(found->returned.size()))}})})});
}

Prepared desk_decide(const Visit& visit, const http::Pairs& form) {
  const Target target{.number = visit.params.at(0), .code = ""};
  const auto decision = read_decision(form);
  if (!decision) return refuse(visit, decision.problems());
  return Apply([target, n = number_in(visit.params.at(1)), decision = *decision, files = number_in(form.get("files"))](db::Tx& tx, const Visit& at) -> Applied {
    const auto opened = open_case(tx, at.context, target, may_decide);
    if (opened && decision.approves && unsigned_files(tx, opened->appeal) != files)
      return {refuse_step(at, Problem{.kind = Problem::Kind::conflict, .message = "appeals.changed_meanwhile"}), false};
    const auto changed = decide_proposal(tx, at.context, target, n, decision.approves, decision.note);
    if (!changed) return {refuse_step(at, changed.problems()), false};
    return {see_other(at.url("/w/head"))};
  });
}

http::Response head_page(const Visit& visit) {
  const auto found = queries::to_sign(visit);
  if (!found) return refuse(visit, found.problems());
  const auto late = queries::inbox(visit);
  if (!late) return refuse(visit, late.problems());
  const auto& t = visit.words;
  const auto count = [&](Key words, int amount, std::string_view due) {
    return li({a({href(visit.url("/w/body").with("due", due)), strong({t.number(amount)}), t(words)})});
  };
  return respond(visit, {.title = t("appeals.head.title"),
                         .body = join({h1({t("appeals.head.title")}), p({cls("meta"), view::body_name(visit, visit.actor().body)}),
                                       ul({cls("numbers"), count("appeals.inbox.overdue", late->counts.overdue, "overdue"),
                                           count("appeals.inbox.due_today", late->counts.due_today, "today"),
                                           count("appeals.inbox.due_soon", late->counts.due_soon, "soon")}),
                                       section({h2({t("appeals.head.to_sign")}), rows_of(visit, found->rows, found->permit, "appeals.head.nothing")}),
                                       signing_form(visit)})});
}

Prepared set_signing(const Visit& visit, const http::Pairs& form) {
  const auto signing = directory::signing_of(form.get("signing"));
  if (!signing) return not_found(visit);
  return Apply([signing = *signing](db::Tx& tx, const Visit& at) -> Applied {
    const auto changed = directory::set_signing(tx, at.context, at.actor().body, signing);
    if (!changed) return {refuse(at, changed.problems()), false};
    return {see_other(at.url("/w/head"))};
  });
}

http::Response waiting_page(const Visit& visit) {
  const auto found = queries::proposed(visit);
  if (!found) return refuse(visit, found.problems());
  const auto& t = visit.words;
  return respond(visit, {.title = t("appeals.waiting.title"),
                         .body = join({h1({t("appeals.waiting.title")}), p({t("appeals.waiting.text")}),
                                       p({a({href(visit.url("/w/body").with("due", "waiting")), t("appeals.waiting.others")})}),
                                       when(!found->returned.empty(), section({h2({t("appeals.waiting.returned")}),
                                                                               rows_of(visit, found->returned, found->permit, "appeals.head.nothing")})),
                                       section({h2({t("appeals.waiting.to_sign")}), rows_of(visit, found->waiting, found->permit, "appeals.waiting.nothing")})}),
                         .crumbs = {{t("appeals.inbox.title"), visit.url("/w/body")}}});
}

}  // namespace jauap::appeals::pages
