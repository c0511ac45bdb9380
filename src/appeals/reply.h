// The official reply as one paper, read as a page or taken away as PDF: heading of the body in both languages of the state, number and
// day, decision, what was done and why, question by question, promises, what one can do now, who signed.
#pragma once

#include "appeals/queries.h"
#include "platform/pdf/pdf.h"

namespace jauap::appeals {

struct Reply {
  Appeal appeal;
  Answer answer;
  std::string addressee;                     // "" for whoever may not know
  std::vector<Commitment> commitments;       // of this answer
};

// The answer asked for by ?n=, the last one without it: whole for the parties, of a public case the cleared last one for anybody.
// Problems: not_found for no such case, no answer, or a case this visitor may not see.
Result<Reply> find_reply(const Visit& visit);

// In the language of the answer.
pdf::Document reply_paper(const Visit& visit, const Reply& reply);

}  // namespace jauap::appeals
