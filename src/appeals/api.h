// The JSON of appeals: one description a type; reader, writer and OpenAPI come from it (docs: interfaces §3).
#pragma once

#include "appeals/queries.h"
#include "platform/module/module.h"
#include "platform/module/shape.h"

namespace jauap::appeals::api {

Field contact_field();
const Shape& submit_shape();
const Shape& receipt_shape();
const Shape& case_shape();
const Shape& list_shape();
const Shape& events_shape();
const Shape& deadline_shape();

// Representations, the same under /api/v1 and at the pages' own addresses.
std::string case_json(const Visit& visit, const queries::PublicCase& view);
std::string case_json(const Visit& visit, const queries::PrivateCase& view);
std::string list_json(const Visit& visit, const queries::PublicList& list);
std::string receipt_json(const Visit& visit, const Submitted& submitted, std::string_view email);

http::Response appeal(const Visit& visit);    // GET /api/v1/appeals/{number}
http::Response events(const Visit& visit);    // GET /api/v1/appeals/{number}/events
http::Response list(const Visit& visit);      // GET /api/v1/appeals
http::Response deadline(const Visit& visit);  // GET /api/v1/deadline?kind=&on=
http::Response statistics(const Visit& visit);

Prepared submit(const Visit& visit, const http::Pairs& input);
// POST /api/v1/drafts/{draft}/confirm
Prepared confirm_draft(const Visit& visit, const http::Pairs& input);

std::vector<Route> routes();

}  // namespace jauap::appeals::api
