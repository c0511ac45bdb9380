// What the house is told about appeals.
#include "appeals/api.h"
#include "appeals/appeals.h"
#include "appeals/commands.h"
#include "appeals/contact.h"
#include "appeals/demo.h"
#include "appeals/documents.h"
#include "appeals/erasure.h"
#include "appeals/jobs.h"
#include "appeals/moderation.h"
#include "appeals/pages.h"
#include "appeals/procedure.h"
#include "appeals/recount.h"
#include "appeals/view.h"

namespace jauap::appeals {
namespace {

using enum Role;

std::vector<Permission> permissions() {
  std::vector<Permission> all{
      // An appeal needs no account; the operator writes for a caller.
      {may_submit, anonymous, Scope::any},
      {may_submit, citizen, Scope::any},
      {may_submit, deputy, Scope::any},
      {may_submit, council_member, Scope::any},
      {may_submit, secretary, Scope::any},
      {may_submit, press, Scope::any},
      {may_submit_for_another, operator_, Scope::any},

      {may_see_private, anonymous, Scope::receipt_key},
      {may_see_private, citizen, Scope::own},
      {may_see_private, operator_, Scope::made_today},
      {may_see_private, clerk, Scope::own_body},
      {may_see_private, head, Scope::own_body},

      {may_see_inbox, clerk, Scope::own_body},
      {may_see_inbox, head, Scope::own_body},
      {may_accept, clerk, Scope::own_body},
      {may_accept, head, Scope::own_body},
      {may_redirect, clerk, Scope::own_body},
      {may_redirect, head, Scope::own_body},
      {may_answer, clerk, Scope::own_body},
      {may_answer, head, Scope::own_body},

      {may_close, system, Scope::any},
  };
  for (const auto role : {clerk, head})
    for (const auto may : {may_work, may_amend, may_note}) all.push_back({may, role, Scope::own_body});
  for (const auto role : {clerk, head}) all.push_back({may_review_files, role, Scope::own_body});
  for (const auto may : {may_review_files, may_moderate}) all.push_back({may, moderator, Scope::any});
  for (const auto role : {anonymous, citizen, operator_, clerk, head, deputy, council_member, secretary, moderator, press, auditor, admin})
    all.push_back({may_report, role, Scope::any});
  for (const auto role : {clerk, head}) all.push_back({may_propose, role, Scope::own_body});  // a head, where two people sign
  all.push_back({may_decide, head, Scope::own_body});
  // Nobody erases alone, and neither of the two reads the case.
  all.push_back({may_ask_erasure, admin, Scope::any});
  all.push_back({may_approve_erasure, auditor, Scope::any});
  for (const auto role : {admin, auditor}) all.push_back({may_see_erasures, role, Scope::any});
  // What is the applicant's alone: by the receipt's code or as the owner.
  all.push_back({may_confirm_contact, operator_, Scope::made_today});  // reads the code to the operator on the phone
  for (const auto may : {may_judge, may_withdraw, may_show, may_take_part, may_confirm_contact}) {
    all.push_back({may, anonymous, Scope::receipt_key});
    all.push_back({may, citizen, Scope::own});
  }
  return all;
}

// One type a step, and two that begin or fork a case.
std::vector<journal::EventType> events() {
  std::vector<journal::EventType> all{{"appeal.registered", view::event_words("appeal.registered")}, {"appeal.disputed", view::event_words("appeal.disputed")}};
  for (const auto& row : procedure::steps()) all.push_back({row.event, view::event_words(row.event)});
  return all;
}

Route submit_step(std::string pattern, Change step) {
  auto route = change(std::move(pattern), std::move(step));
  route.throttle = Throttle::submit;
  return route;
}

Route searchable(Route route, std::string parameter = "q") {
  route.dear_parameter = std::move(parameter);
  return route;
}

Route dear(Route route) {
  route.throttle = Throttle::dear;
  return route;
}

Route letter_step(std::string pattern, Change step) {
  auto route = change(std::move(pattern), std::move(step));
  route.throttle = Throttle::letter;
  route.replay = false;
  return route;
}

// Confirms and sends at once: a repeat gets the receipt again.
Route login_step(std::string pattern, Change step) {
  auto route = change(std::move(pattern), std::move(step));
  route.throttle = Throttle::login;
  return route;
}

Route code_step(std::string pattern, Change step) {
  auto route = change(std::move(pattern), std::move(step));
  route.throttle = Throttle::login;
  route.replay = false;
  return route;
}

Route with_files(Route route) {
  route.takes_files = true;
  route.body_max = files::form_bytes_max;
  return route;
}

Route long_text(Route route) {
  route.body_max = 256 * 1024;
  return route;
}

// Its answer holds a secret: a repeat does not get it again.
Route shown_once(Route route) {
  route.replay = false;
  return route;
}

// Its address is the same in every language.
Route file_itself(std::string pattern, Read read) {
  auto route = page(std::move(pattern), std::move(read));
  route.localised = false;
  return route;
}

std::vector<Route> routes() {
  using namespace pages;
  const std::vector<Format> list_formats{Format::html, Format::json, Format::csv, Format::atom};
  std::vector<Route> all{
      page("/", home),
      page("/appeal/new", new_appeal),
      change("/appeal/new", save_text),
      page("/appeal/d/{draft}", draft_text),
      change("/appeal/d/{draft}", save_draft_text),
      page("/appeal/d/{draft}/place", draft_place),
      change("/appeal/d/{draft}/place", save_place),
      dear(page("/appeal/d/{draft}/similar", draft_similar)),
      page("/appeal/d/{draft}/about", draft_about),
      change("/appeal/d/{draft}/about", save_about),
      page("/appeal/d/{draft}/you", draft_you),
      change("/appeal/d/{draft}/you", save_you),
      page("/appeal/d/{draft}/check", draft_check),
      submit_step("/appeal/d/{draft}/send", send),
      page("/appeal/d/{draft}/confirm", draft_confirm),
      letter_step("/appeal/d/{draft}/code", send_draft_code_form),
      login_step("/appeal/d/{draft}/confirm", confirm_and_send),
      page("/track", track),
      code_step("/track", find_case),
      page("/search", search_page),
      searchable(object("/appeals", list, list_formats)),
      object("/appeals/{number}", show_case, {Format::html, Format::json}),
      page("/appeals/{number}/receipt", receipt),
      page("/appeals/{number}/verdict", verdict_form),
      change("/appeals/{number}/verdict", give_verdict),
      page("/appeals/{number}/withdraw", withdraw_form),
      change("/appeals/{number}/withdraw", do_withdraw),
      page("/appeals/{number}/visibility", visibility_form),
      change("/appeals/{number}/visibility", set_visibility),
      page("/appeals/{number}/contact", contact_page),
      letter_step("/appeals/{number}/contact", change_contact_form),
      letter_step("/appeals/{number}/contact/send", send_code),
      code_step("/appeals/{number}/contact/confirm", confirm_contact_form),
      page("/appeals/{number}/terms.ics", case_calendar),
      file_itself("/calendar/{key}", calendar_feed),
      page("/w/bulk", bulk_form),
      change("/w/bulk/check", check_bulk),
      change("/w/bulk", start_bulk),
      page("/w/bulk/{id}", bulk_page),
      change("/w/bulk/{id}/undo", undo),
      page("/w/calendar", calendar_settings),
      shown_once(change("/w/calendar", set_calendar)),
      page("/appeals/{number}/answer", reply),
      page("/appeals/{number}/answer.pdf", reply_file),
      page("/appeals/{number}/openings/{n}", opening_file),
      page("/appeals/{number}/promise", promise_file),
      page("/appeals/{number}/files", files_page),
      with_files(submit_step("/appeals/{number}/files", add_files)),
      page("/appeals/{number}/files/{name}/remove", remove_form),
      change("/appeals/{number}/files/{name}/remove", remove_file),
      file_itself("/appeals/{number}/files/{name}", file),
      file_itself("/appeals/{number}/answer-files/{name}", answer_file),
      page("/w/files", review_queue),
      page("/w/files/{number}/{whose}/{name}", review_form),
      change("/w/files/{number}/{whose}/{name}", review),
      page("/w/mod", moderation_queue),
      page("/w/mod/{number}", moderation_form),
      long_text(change("/w/mod/{number}/{decision}", moderate)),
      page("/w/erasures", erasures),
      page("/w/erasures/{number}", erasure_form),
      change("/w/erasures/{number}/{decision}", decide_erasure),
      page("/appeals/{number}/report", report_form),
      submit_step("/appeals/{number}/report", report),
      object("/moderation", removals, {Format::html, Format::json, Format::csv}),
      object("/overdue", overdue, {Format::html, Format::json, Format::csv}),
      page("/me", me),
      page("/w/body", inbox),
      page("/w/body/{number}", desk_case),
      change("/w/body/{number}/accept", desk_accept),
      page("/w/body/{number}/redirect", redirect_form),
      change("/w/body/{number}/redirect", desk_redirect),
      page("/w/body/{number}/answer", answer_form),
      with_files(change("/w/body/{number}/answer", desk_answer)),
      long_text(change("/w/body/{number}/answer/draft", save_answer_draft)),
      page("/w/body/{number}/amend", amend_form),
      with_files(change("/w/body/{number}/amend", desk_amend)),
      long_text(change("/w/body/{number}/amend/draft", save_amend_draft)),
      change("/w/body/{number}/note", desk_note),
      change("/w/body/{number}/proposals/{n}", desk_decide),
      page("/w/body/{number}/{step}", desk_step_form),
      change("/w/body/{number}/{step}", desk_step),
      page("/w/head", head_page),
      change("/w/head/signing", set_signing),
      page("/w/waiting", waiting_page),
      page("/appeals/{number}/{step}", person_step_form),
      with_files(change("/appeals/{number}/{step}", person_step)),
      searchable(page("/w/operator", operator_form), "caller"),
      with_files(submit_step("/w/operator", operator_submit)),
  };
  for (auto& route : api::routes()) all.push_back(std::move(route));
  return all;
}

}  // namespace

Module module() {
  directory::judge_packs_by(effect_of_pack);
  return {.name = "appeals",
          .letter = 'A',
          .menu = {{MenuEntry::Place::write, "appeals.write", "/appeal/new"},
                   {MenuEntry::Place::problems, "appeals.list.title", "/appeals"},
                   {MenuEntry::Place::results, "appeals.overdue.title", "/overdue"},
                   {MenuEntry::Place::work, "appeals.inbox.title", "/w/body", {clerk, head}},
                   {MenuEntry::Place::work, "appeals.head.title", "/w/head", {head}},
                   {MenuEntry::Place::work, "appeals.moderation.queue", "/w/mod", {moderator}},
                   {MenuEntry::Place::work, "appeals.files.queue", "/w/files", {clerk, head, moderator}},
                   {MenuEntry::Place::work, "appeals.erasure.title", "/w/erasures", {admin, auditor}},
                   {MenuEntry::Place::work, "appeals.operator.title", "/w/operator", {operator_}},
                   {MenuEntry::Place::work, "directory.leave.title", "/w/leave", {clerk, head, operator_}}},  // after the work itself
          .routes = routes(),
          .permissions = permissions(),
          .events = events(),
          .jobs = job_handlers,
          .demo = demo::fill,
          .document = document};
}

}  // namespace jauap::appeals
