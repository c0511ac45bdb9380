// The steps that need no page of their own, described once: what each asks for, who takes it, which command it is. Forms, JSON
// and what waits for the head's signature come from this table.
#pragma once

#include <span>
#include <string>

#include "appeals/commands.h"
#include "appeals/procedure.h"
#include "platform/http/http.h"

namespace jauap::appeals {

struct StepField {
  enum class Type { text, line, reason, body, date, kind, number, official, outcome };
  const char* name;   // of Details: "text", "until"…
  Type type;
  Key label;
  bool is_required = true;
};

struct StepSpec {
  enum class By { clerk, head, applicant };  // `head`: a clerk proposes, the head decides
  procedure::Step step;
  By by;
  std::span<const StepField> fields;
  Key text;             // what the step does, for the person who takes it
  const char* rule;     // of the pack, "" for none
  const char* reasons;  // step of the pack's reasons, "" for none
  Result<Changed> (*run)(db::Tx&, const Context&, const Target&, const Details&);
  const char* name() const { return procedure::rule_of(step).name; }
};
std::span<const StepSpec> step_specs();
const StepSpec* spec_of(procedure::Step step);
const StepSpec* spec_named(std::string_view name);

// What a form or JSON brought, checked field by field.
Result<Details> read_step(const StepSpec& spec, const http::Pairs& form);
// An internal note; the head's word on what was proposed, with a reason when it is declined.
Result<std::string> read_note(const http::Pairs& form);
struct HeadsDecision {
  bool approves = false;
  std::string note;
};
Result<HeadsDecision> read_decision(const http::Pairs& form);
std::string to_json(const Details& details);
Details details_from(std::string_view json);

RedirectAppeal redirect_of(const Details& details);
AnswerAppeal answer_of(const Details& details);
Details details_of(const RedirectAppeal& command);
Details details_of(const AnswerAppeal& command);
// The fields of the editor that give these details when they are read again.
http::Pairs form_of(const AnswerAppeal& command);

// Takes the step, or asks the head for it where a clerk may not take it alone.
Result<Changed> take_step(db::Tx& tx, const Context& context, const Target& target, const StepSpec& spec, const Details& details);
// Asks the head of the body for a step; the case stays as it is.
Result<Changed> propose_step(db::Tx& tx, const Context& context, const Target& target, procedure::Step step, const Details& details);
// The head takes the step as it was proposed, or declines with a note. Nobody decides what was proposed by himself or herself.
Result<Changed> decide_proposal(db::Tx& tx, const Context& context, const Target& target, int n, bool approve, const std::string& note);

// An internal note: for officials of the body only.
Result<Nothing> write_note(db::Tx& tx, const Context& context, const Target& target, const std::string& text);

}  // namespace jauap::appeals
