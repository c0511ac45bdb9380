// HTML of appeals, by screen: submit (S1–S7), the case (S8–S10), lists, the desk of a body, the operator's form.
#pragma once

#include "appeals/erasure.h"
#include "appeals/input.h"
#include "appeals/loss.h"
#include "appeals/queries.h"
#include "platform/module/module.h"

namespace jauap::appeals::pages {

// pages_submit.cpp
http::Response home(const Visit& visit);
http::Response new_appeal(const Visit& visit);
Prepared save_text(const Visit& visit, const http::Pairs& input);
http::Response draft_text(const Visit& visit);
Prepared save_draft_text(const Visit& visit, const http::Pairs& input);
http::Response draft_place(const Visit& visit);
Prepared save_place(const Visit& visit, const http::Pairs& input);
http::Response draft_similar(const Visit& visit);
http::Response draft_about(const Visit& visit);
Prepared save_about(const Visit& visit, const http::Pairs& input);
http::Response draft_you(const Visit& visit);
Prepared save_you(const Visit& visit, const http::Pairs& input);
http::Response draft_check(const Visit& visit);
Prepared send(const Visit& visit, const http::Pairs& input);

// pages_contact.cpp
http::Response contact_page(const Visit& visit);
Prepared confirm_contact_form(const Visit& visit, const http::Pairs& input);
Prepared send_code(const Visit& visit, const http::Pairs& input);
Prepared change_contact_form(const Visit& visit, const http::Pairs& input);
http::Response draft_confirm(const Visit& visit);
Prepared send_draft_code_form(const Visit& visit, const http::Pairs& input);
Prepared confirm_and_send(const Visit& visit, const http::Pairs& input);
// The state of the case's e-mail, with the field for the code while it is not confirmed, and what a phone is used for.
html::Html contact_block(const Visit& visit, const queries::PrivateCase& view);
// Registers, or keeps the draft and asks for a confirmation.
Applied submit_draft(db::Tx& tx, const Visit& visit, const SubmitAppeal& command, const SubmitInput& input, const std::string& token);

// pages_case.cpp
http::Response show_case(const Visit& visit);
http::Response reply(const Visit& visit);       // the official reply as a page, ?n= for an earlier one
http::Response reply_file(const Visit& visit);  // the same as PDF
http::Response receipt(const Visit& visit);
http::Response verdict_form(const Visit& visit);
Prepared give_verdict(const Visit& visit, const http::Pairs& input);
http::Response withdraw_form(const Visit& visit);
Prepared do_withdraw(const Visit& visit, const http::Pairs& input);
http::Response visibility_form(const Visit& visit);
Prepared set_visibility(const Visit& visit, const http::Pairs& input);

// pages_list.cpp
http::Response list(const Visit& visit);
http::Response search_page(const Visit& visit);
http::Response me(const Visit& visit);
http::Response track(const Visit& visit);
Prepared find_case(const Visit& visit, const http::Pairs& input);

// pages_desk.cpp
http::Response inbox(const Visit& visit);
http::Response desk_case(const Visit& visit);
Prepared desk_accept(const Visit& visit, const http::Pairs& input);
http::Response redirect_form(const Visit& visit);
Prepared desk_redirect(const Visit& visit, const http::Pairs& input);
http::Response overdue(const Visit& visit);
http::Response answer_form(const Visit& visit);
http::Response amend_form(const Visit& visit);
Prepared desk_answer(const Visit& visit, const http::Pairs& input);
Prepared desk_amend(const Visit& visit, const http::Pairs& input);
Prepared save_answer_draft(const Visit& visit, const http::Pairs& input);
Prepared save_amend_draft(const Visit& visit, const http::Pairs& input);
http::Response operator_form(const Visit& visit);
Prepared operator_submit(const Visit& visit, const http::Pairs& input);

// pages_files.cpp
http::Response files_page(const Visit& visit);
Prepared add_files(const Visit& visit, const http::Pairs& input);
http::Response remove_form(const Visit& visit);
Prepared remove_file(const Visit& visit, const http::Pairs& input);
http::Response file(const Visit& visit);
http::Response answer_file(const Visit& visit);
http::Response review_queue(const Visit& visit);
http::Response review_form(const Visit& visit);
Prepared review(const Visit& visit, const http::Pairs& input);

// pages_bulk.cpp
http::Response bulk_form(const Visit& visit);
Prepared check_bulk(const Visit& visit, const http::Pairs& input);
Prepared start_bulk(const Visit& visit, const http::Pairs& input);
http::Response bulk_page(const Visit& visit);
Prepared undo(const Visit& visit, const http::Pairs& input);

// pages_calendar.cpp
http::Response case_calendar(const Visit& visit);
http::Response calendar_feed(const Visit& visit);      // {key}.ics: the address itself is the secret
http::Response calendar_settings(const Visit& visit);
Prepared set_calendar(const Visit& visit, const http::Pairs& input);

// pages_moderation.cpp
http::Response moderation_queue(const Visit& visit);
http::Response moderation_form(const Visit& visit);
Prepared moderate(const Visit& visit, const http::Pairs& input);  // {decision}: publish, keep-private, restrict, confirm, dismiss
http::Response report_form(const Visit& visit);
Prepared report(const Visit& visit, const http::Pairs& input);
http::Response removals(const Visit& visit);                      // the public register

// pages_erasure.cpp
http::Response erasures(const Visit& visit);
http::Response erasure_form(const Visit& visit);
Prepared decide_erasure(const Visit& visit, const http::Pairs& input);  // {decision}: ask, approve, decline
// What the address of an erased case says to everybody: 410.
http::Response erased_page(const Visit& visit, const Erased& erased);

// pages_loss.cpp
// The same of an appeal of which only the record is left: 410, and what its author can do.
http::Response lost_page(const Visit& visit, const LostCase& lost);

// pages_openings.cpp
http::Response promise_file(const Visit& visit);  // the signed promise of the public record
http::Response opening_file(const Visit& visit);  // {n}.json: of the event n

// pages_steps.cpp
http::Response desk_step_form(const Visit& visit);
Prepared desk_step(const Visit& visit, const http::Pairs& input);
http::Response person_step_form(const Visit& visit);
Prepared person_step(const Visit& visit, const http::Pairs& input);
Prepared desk_note(const Visit& visit, const http::Pairs& input);

// pages_proposals.cpp
Prepared desk_decide(const Visit& visit, const http::Pairs& input);
http::Response head_page(const Visit& visit);
Prepared set_signing(const Visit& visit, const http::Pairs& input);
http::Response waiting_page(const Visit& visit);

}  // namespace jauap::appeals::pages
