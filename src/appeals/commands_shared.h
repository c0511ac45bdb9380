// What the commands of this folder share: loading a case for a step, writing it with its event, terms counted anew.
#pragma once

#include <string>
#include <vector>

#include "appeals/commands.h"
#include "appeals/procedure.h"
#include "platform/journal/journal.h"

namespace jauap::appeals {

// A step under way: the case as it was and as the step leaves it.
struct Work {
  procedure::Step step;
  Appeal before, appeal;
  Permit permit;
  bool by_key = false;
};

// Loads the case for a step: right, version, state.
Result<Work> begin(db::ReadTx& tx, const Context& context, const Target& target, May may, procedure::Step step);

// Writes the changed case and its event, and tells the applicant. What the table of steps forbids is a broken invariant.
// Without a type the event is the step's own; body, pack and the days of answer are filled in when the step moved them.
Result<Changed> finish(db::Tx& tx, const Context& context, Work& work, journal::Event event,
                       const std::vector<journal::PrivatePart>& parts = {});

ObjectRef ref_of(const Appeal& appeal);
journal::PrivatePart part(std::string name, std::string content);
const law::Place& place_named(const law::Pack& pack, const std::string& code);

// The writer's word is not enough: the step has to wait for the head of the body, or for another head.
bool needs_signature(db::ReadTx& tx, const Context& context, const Appeal& appeal, procedure::Step step);
// forbidden, for an answer that was not signed by whom the body wants.
Done check_signature(db::ReadTx& tx, const Context& context, const Appeal& appeal, procedure::Step step, const std::optional<Preparer>& prepared_by);
// Whether this may be the answer now: the step itself, and what it asks before somebody is to sign it.
Done check_answerable(const Context& context, const Appeal& appeal, Decision decision);

// The legal clock counted anew from now, at `body`.
Done restart_clock(const Context& context, Appeal& appeal, const std::string& rule);
// What ends with the case: terms of the applicant, the pause.
void end_case(Appeal& appeal, State state, Instant at);

// Documents that waited with an answer stand beside it from now on; those of a body that no longer has the case are removed.
Done sign_files(db::Tx& tx, const Context& context, Work& work);
void drop_unsigned_files(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal);
// After the case became public its files wait for somebody to look at them; after it became private none is public.
void files_follow(db::Tx& tx, const Permit& permit, const Appeal& appeal);

// A case that comes out of another one: a part split off, or a complaint about it. Same applicant, a number of its own.
struct Offspring {
  law::AppealKind kind = law::AppealKind::application;
  std::string text, body, against, rule;
  bool keeps_first_receipt = false;  // the person's clock goes on from the first case
};
Result<Submitted> bring_forth(db::Tx& tx, const Context& context, const Work& parent, const Offspring& child,
                              const std::string& code);

// A reason of the pack that belongs to `step`.
Done check_reason(const law::Pack& pack, std::string_view step, const std::string& reason);
// An open body that takes appeals.
Done check_body(db::ReadTx& tx, const std::string& code);

}  // namespace jauap::appeals
