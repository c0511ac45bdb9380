#include "appeals/api.h"

#include <boost/json.hpp>

#include "appeals/contact.h"
#include "appeals/drafts.h"
#include "appeals/input.h"
#include "appeals/procedure.h"
#include "appeals/steps.h"
#include "law/explain.h"
#include "record/record.h"

namespace jauap::appeals::api {
namespace {

namespace json_ = boost::json;

std::vector<std::string> kind_codes() {
  std::vector<std::string> codes;
  for (const auto kind : law::all_kinds) codes.emplace_back(law::code(kind));
  return codes;
}

std::vector<std::string> state_codes() {
  std::vector<std::string> codes;
  for (const auto state : all_states) codes.emplace_back(code(state));
  return codes;
}

const std::vector<std::string> languages{"kk", "ru", "en"};

json_::object deadline_json(const law::Pack& pack, const law::Deadline& deadline) {
  return json_::parse(law::to_json(deadline, pack)).as_object();
}

// What a case shows in every representation: nothing personal.
json_::object common_json(const Visit& visit, const Appeal& appeal, const std::optional<law::Deadline>& deadline) {
  json_::object out{{"number", appeal.number},
                    {"kind", law::code(appeal.kind)},
                    {"status", code(appeal.state)},
                    {"overdue", appeal.is_overdue(visit.context.today.date)},
                    {"visibility", appeal.visibility == Visibility::public_text ? "public" : "private"},
                    {"language", appeal.language},
                    {"body", appeal.body},
                    {"body_name", directory::bodies(visit.db)->name(appeal.body, visit.language)},
                    {"registered_at", rfc3339(appeal.submitted_at)},
                    {"due_on", appeal.due_on.iso()},
                    {"first_due_on", appeal.first_due_on.iso()},
                    {"redirects", appeal.redirects},
                    {"version", appeal.version}};
  if (appeal.visibility == Visibility::asked_public) out["publication"] = "waits";
  if (!appeal.about.empty()) out["about"] = appeal.about;
  if (!appeal.joined_to.empty()) out["joined_to"] = appeal.joined_to;
  if (appeal.wait_until) out["wait_until"] = appeal.wait_until->iso();
  if (appeal.answered_at.ms) out["answered_at"] = rfc3339(appeal.answered_at);
  if (appeal.verdict_until) out["verdict_until"] = appeal.verdict_until->iso();
  if (deadline) out["deadline"] = deadline_json(visit.pack(), *deadline);
  return out;
}

json_::object event_json(const journal::Seen& event) {
  json_::object out{{"n", event.n}, {"type", event.type}, {"at", rfc3339(event.at)}, {"role", role_code(event.role)}};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) out[name] = value;
  };
  add("body", event.body);
  add("to", event.to);
  add("reason", event.reason);
  add("value", event.val);
  add("rule", event.rule);
  add("pack", event.pack);
  if (event.due0) out["due_before"] = event.due0->iso();
  if (event.due) out["due_on"] = event.due->iso();
  if (event.start) out["starts_on"] = event.start->iso();
  return out;
}

// How far an event has come into the public record; `proof` answers 202 while it is promised.
json_::object record_json(const record::Standing& one) {
  constexpr std::string_view states[] = {"promised", "on_record", "witnessed"};
  const auto hash = tlog::hex(one.hash);
  json_::object out{{"state", states[int(one.state)]}, {"leaf_hash", hash}, {"proof", "/log/proof/" + hash}, {"witnesses", one.witnesses}, {"witnesses_of", one.of}};
  if (one.index && one.state != record::Standing::State::promised) out["index"] = *one.index;
  return out;
}

json_::array events_json(const std::vector<journal::Seen>& events) {
  json_::array out;
  for (const auto& event : events) out.push_back(event_json(event));
  return out;
}

// With what anybody needs to check each event.
std::string recorded_events_json(const Visit& visit, const Appeal& appeal, const std::vector<journal::Seen>& events) {
  const auto standings = record::standing_of(visit.db, appeal.place, appeal.id.value);
  json_::array out;
  for (const auto& event : events) {
    auto one = event_json(event);
    for (const auto& standing : standings)
      if (standing.n == event.n) one["record"] = record_json(standing);
    out.push_back(std::move(one));
  }
  return json_::serialize(json_::object{{"events", std::move(out)}});
}

json_::array points_json(const std::vector<AnsweredPoint>& points) {
  json_::array out;
  for (const auto& point : points) out.push_back(json_::object{{"question", point.question}, {"answer", point.answer}});
  return out;
}

json_::object answer_json(const Answer& answer, const std::string& text) {
  return {{"n", answer.n},
          {"decision", code(answer.decision)},
          {"text", text},
          {"language", answer.language},
          {"body", answer.body},
          {"signed_by", answer.signed_by},
          {"prepared_by", answer.prepared_by},
          {"points", points_json(answer.points)},
          {"at", rfc3339(answer.at)}};
}

json_::object file_json(const Appeal& appeal, const Attachment& one) {
  const auto& file = one.file;
  const bool is_clean = file.state == files::State::clean;
  json_::object out{{"name", one.name()},
                    {"kind", files::is_image(file.kind) ? "photo" : "document"},
                    {"state", is_clean ? "clean" : file.state == files::State::waiting ? "waiting" : "refused"},
                    {"public", file.is_public},
                    {"review", code(one.review)},
                    {"bytes", file.bytes},
                    {"received_at", rfc3339(file.received_at)}};
  const auto address = "/appeals/" + appeal.number + "/" + std::string(segment(one.whose)) + "/";
  if (is_clean) out["url"] = address + one.name();
  if (is_clean && files::is_image(file.kind)) {
    out["small_url"] = address + files::shown_name(file, files::Variant::small);
    out["width"] = file.width;
    out["height"] = file.height;
  }
  if (!one.reason.empty()) out["reason"] = one.reason;
  if (file.state == files::State::refused) out["refused_because"] = files::reason(file).name();
  if (one.answer_n > 0) out["answer"] = one.answer_n;
  return out;
}

json_::array files_json(const Appeal& appeal, const std::vector<Attachment>& all) {
  json_::array out;
  for (const auto& one : all) out.push_back(file_json(appeal, one));
  return out;
}

void add_place(json_::object& out, const Appeal& appeal, const std::string& place) {
  out["topic"] = appeal.topic;
  out["district"] = appeal.district;
  out["place"] = json_::object{{"address", place}};
}

std::string etag_of(const Appeal& appeal, Language language) {
  return appeal.number + "-" + std::to_string(appeal.version) + "-" + std::string(code(language));
}

Target target_of(const Visit& visit) { return {.number = visit.params.at(0), .code = visit.case_code}; }

http::Response changed_json(const Visit& visit, const Changed& changed);

// Lists of objects become the numbered fields of a form: points[0].question → question_1.
void add_rows(std::vector<http::Pair>& pairs, std::string_view list, const json_::array& rows) {
  constexpr std::pair<std::string_view, std::string_view> names[] = {
      {"points.question", "question"}, {"points.answer", "point"},
      {"commitments.what", "promise"}, {"commitments.owner", "promise_owner"}, {"commitments.due_on", "promise_date"}};
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (const auto& [member, field] : names)
      if (member.starts_with(list))
        if (const auto* value = rows[i].as_object().if_contains(member.substr(list.size() + 1)))
          pairs.push_back({std::string(field) + "_" + std::to_string(i + 1), std::string(value->as_string())});
}

// The steps that state and table allow the asker now, by the names of their calls.
json_::array lawful_steps(const Appeal& appeal, const Context& context, bool is_applicant) {
  using procedure::Step;
  json_::array names;
  for (const auto& rule : procedure::steps()) {
    const auto* spec = spec_of(rule.step);
    const bool is_applicants = spec ? spec->by == StepSpec::By::applicant
                                    : rule.step == Step::judge || rule.step == Step::withdraw || rule.step == Step::publish || rule.step == Step::unpublish;
    const bool is_officials = spec ? !is_applicants : rule.step == Step::accept;
    if (!(is_applicant ? is_applicants : is_officials) || !procedure::is_possible(rule.step, *context.pack, appeal, context.today.date)) continue;
    if (rule.step == Step::arbitrate && context.actor.role != Role::head) continue;
    names.push_back(json_::string(rule.name));
  }
  return names;
}

// A conflict says in which steps the case may go on from here.
http::Response refuse_step(const Visit& visit, const Target& target, const Problems& problems) {
  auto response = refuse(visit, problems);
  if (problems.first().kind != Problem::Kind::conflict) return response;
  const auto own = open_case(visit.db, visit.context, target, may_take_part);
  const auto opened = own ? own : open_case(visit.db, visit.context, target, may_work);
  if (!opened) return response;
  auto document = json_::parse(response.body).as_object();
  document["status_of_case"] = code(opened->appeal.state);
  document["lawful_steps"] = lawful_steps(opened->appeal, visit.context, bool(own));
  response.body = json_::serialize(document);
  return response;
}

// A step asked for by JSON: the body's shape is read on the reader thread, the command applied on the writer.
template <class Command>
Route step_route(const char* name, const std::string& summary, Shape shape,
                 std::function<Result<Command>(const http::Pairs&)> read,
                 std::function<Result<Changed>(db::Tx&, const Context&, const Target&, const Command&)> apply) {
  shape.push_back(integer_field("version").range(0, 1'000'000'000).about("the version that you saw; 409 when the case has moved on"));
  const auto change = [shape, read, apply](const Visit& visit, const http::Pairs&) -> Prepared {
    const auto body = visit.request.body.empty() ? std::string("{}") : visit.request.body;
    const auto valid = read_json(body, shape);
    if (!valid) return refuse(visit, valid.problems());
    std::vector<http::Pair> pairs;
    int version = 0;
    const auto parsed = json_::parse(*valid);
    for (const auto& member : parsed.as_object()) {
      if (member.key() == "version") version = int(member.value().as_int64());
      else if (member.value().is_bool()) pairs.push_back({std::string(member.key()), member.value().as_bool() ? "yes" : "no"});
      else if (member.value().is_array()) add_rows(pairs, member.key(), member.value().as_array());
      else pairs.push_back({std::string(member.key()), std::string(member.value().as_string())});
    }
    const auto command = read(http::Pairs(pairs));
    if (!command) return refuse(visit, command.problems());
    auto target = target_of(visit);
    target.version = version;
    return Apply([command = *command, target, apply](db::Tx& tx, const Visit& at) -> Applied {
      const auto changed = apply(tx, at.context, target, command);
      if (!changed) return {refuse_step(at, target, changed.problems()), false};
      return {changed_json(at, *changed)};
    });
  };
  return api_post(std::string("/api/v1/appeals/{number}/") + name, change, summary, schema_of(shape, true),
                  schema_of(case_shape(), false), 200);
}

Field points_field() {
  return list_field("points", {text_field("question").required().length(1, point_max), text_field("answer").length(0, point_max)})
      .about("the appeal's questions one by one");
}
Field commitments_field() {
  return list_field("commitments", {text_field("what").required().length(1, comment_max), text_field("owner").required().length(1, name_max),
                                    text_field("due_on").required().as("date")})
      .about("what the answer promises, by whom, until when");
}

Shape shape_of(const StepSpec& spec) {
  Shape shape;
  for (const auto& field : spec.fields) {
    auto one = text_field(field.name);
    switch (field.type) {
      case StepField::Type::text: one = std::move(one).length(field.is_required ? text_min : 0, answer_max); break;
      case StepField::Type::date: one = std::move(one).as("date"); break;
      case StepField::Type::kind: one = std::move(one).one_of(kind_codes()); break;
      case StepField::Type::outcome: one = std::move(one).one_of({"granted", "declined"}); break;
      case StepField::Type::reason: one = std::move(one).about("code of a reason of this step"); break;
      case StepField::Type::official: one = std::move(one).about("login of an official of the body"); break;
      default: break;
    }
    shape.push_back(field.is_required ? std::move(one).required() : std::move(one));
  }
  return shape;
}

// 200 with the case, or 202 when the step waits for the head's signature.
http::Response changed_json(const Visit& visit, const Changed& changed) {
  auto out = common_json(visit, changed.appeal, queries::how_counted(visit.pack(), changed.appeal));
  if (changed.waits_for_head) out["waits_for_head"] = true;
  if (!changed.created.empty()) out["created"] = changed.created;
  return json(json_::serialize(out), changed.waits_for_head ? 202 : 200);
}

// ---- the contact of a case, and appeals that must be confirmed first ------------------------------------------------------

const Shape& code_shape() {
  static const Shape shape{text_field("code").required().length(1, 40).about("the digits of the letter")};
  return shape;
}

const Shape& report_shape() {
  static const Shape shape{text_field("reason").required().about("code of a reason of the step withhold"),
                           text_field("text").length(0, comment_max).about("what is wrong and where")};
  return shape;
}

std::string text_of(std::string_view valid_json, std::string_view name) {
  const auto value = json_::parse(valid_json);
  const auto* found = value.as_object().if_contains(name);
  return found ? std::string(found->as_string()) : std::string();
}

Problem code_problem(auth::CodeState state) {
  return {.message = state == auth::CodeState::wrong ? Key("appeals.contact.wrong") : Key("appeals.contact.over"), .field = "code"};
}

http::Response created(const Visit& visit, const Submitted& submitted, const SubmitAppeal& command) {
  auto response = json(receipt_json(visit, submitted, command.content.applicant.email), 201);
  response.header("Location", "/api/v1/appeals/" + submitted.appeal.number);
  return response;
}

// 202: kept as a draft until the code of the letter confirms it; without an address there is nothing to confirm.
Applied confirm_first(db::Tx& tx, const Visit& visit, const SubmitAppeal& command, const SubmitInput& input, const std::string& token,
                      const Problems& problems) {
  auto draft = command;
  draft.draft_hash = drafts::hash_of(visit, token);
  const auto sent = send_draft_code(tx, visit.context, draft);
  if (!sent) {
    const bool is_nameless = command.content.applicant.email.empty();
    return {refuse(visit, is_nameless ? problems : sent.problems()).header("Retry-After", "3600"), false};
  }
  drafts::save(tx, visit, token, input);
  const auto address = "/api/v1/drafts/" + token + "/confirm";
  return {json(json_::serialize(json_::object{{"draft", token}, {"confirm", address}, {"detail", visit.words(problems.first())}}), 202)};
}

const Shape& contact_shape() {
  static const Shape shape{text_field("number").required(), contact_field().required()};
  return shape;
}

// The state as it is after a change. A wrong code is kept, because the try is spent.
Applied contact_json(const Visit& visit, const Target& target, const Result<auth::CodeState>& state) {
  if (!state) {
    auto refused = refuse(visit, state.problems());
    if (refused.status == 429) refused.header("Retry-After", "3600");
    return {std::move(refused), false};
  }
  if (*state != auth::CodeState::good) return {refuse(visit, code_problem(*state))};
  const auto found = queries::private_case(visit, target);
  if (!found) return {refuse(visit, found.problems()), false};
  return {json(json_::serialize(json_::object{{"number", found->appeal.number}, {"contact", code(found->contact)}}))};
}

// `apply` gets the body of the request, proved to be of the shape.
Route contact_route(const char* path, const char* summary, Shape shape, Throttle throttle,
                    std::function<Result<auth::CodeState>(db::Tx&, const Context&, const Target&, const std::string&)> apply) {
  const auto change = [shape, apply](const Visit& visit, const http::Pairs&) -> Prepared {
    const auto valid = read_json(visit.request.body.empty() ? std::string("{}") : visit.request.body, shape);
    if (!valid) return refuse(visit, valid.problems());
    return Apply([apply, target = target_of(visit), body = *valid](db::Tx& tx, const Visit& at) -> Applied {
      return contact_json(at, target, apply(tx, at.context, target, body));
    });
  };
  auto route = api_post(std::string("/api/v1/appeals/{number}/contact") + path, change, summary, schema_of(shape, true),
                        schema_of(contact_shape(), false), 200);
  route.throttle = throttle;
  route.replay = false;
  return route;
}

std::vector<Route> contact_routes() {
  auto confirm_route = api_post("/api/v1/drafts/{draft}/confirm", confirm_draft, "Confirm and submit an appeal that was answered with 202",
                                schema_of(code_shape(), true), schema_of(receipt_shape(), false), 201);
  confirm_route.throttle = Throttle::login;
  return {std::move(confirm_route),
          contact_route("/confirm", "Confirm the e-mail of a case by the code sent there", code_shape(), Throttle::login,
                        [](db::Tx& tx, const Context& context, const Target& target, const std::string& body) {
                          return confirm_contact(tx, context, target, text_of(body, "code"));
                        }),
          contact_route("/send", "Send a code to the e-mail of a case", {}, Throttle::letter,
                        [](db::Tx& tx, const Context& context, const Target& target, const std::string&) -> Result<auth::CodeState> {
                          TRY(send_contact_code(tx, context, target));
                          return auth::CodeState::good;
                        }),
          contact_route("", "Change the e-mail of a case",
                        {text_field("email").required().length(0, 254).about("empty: no letters"),
                         text_field("old_code").length(0, 40).about("sent to the present address; needed when that is confirmed")},
                        Throttle::letter, [](db::Tx& tx, const Context& context, const Target& target, const std::string& body) {
                          return change_contact(tx, context, target, {.email = text_of(body, "email"), .old_code = text_of(body, "old_code")});
                        })};
}

// Their details have a shape of their own.
bool has_own_route(procedure::Step step) {
  return step == procedure::Step::redirect || step == procedure::Step::answer || step == procedure::Step::amend;
}

template <procedure::Step step>
Result<Changed> take_answer(db::Tx& tx, const Context& context, const Target& target, const AnswerAppeal& command) {
  return take_step(tx, context, target, *spec_of(step), details_of(command));
}

// One of the steps that steps.cpp describes.
Route spec_route(const StepSpec& spec) {
  auto read = [&spec](const http::Pairs& form) { return read_step(spec, form); };
  auto take = [&spec](db::Tx& tx, const Context& context, const Target& target, const Details& details) {
    return take_step(tx, context, target, spec, details);
  };
  return step_route<Details>(spec.name(), i18n::Words(Language::en)(procedure::words_of(spec.step)), shape_of(spec), read, take);
}

}  // namespace

Field contact_field() {
  return text_field("contact").one_of({"none", "unconfirmed", "confirmed"}).about("the applicant's e-mail: nothing but codes is sent to an unconfirmed one");
}

const Shape& submit_shape() {
  static const Shape shape{
      text_field("kind").one_of(kind_codes()).about("left out: proposed by the platform"),
      text_field("text").required().length(text_min, text_max),
      text_field("title").length(0, title_max),
      text_field("topic").about("code of a topic; left out: proposed"),
      text_field("body").about("code of a body; left out: the body of the topic"),
      text_field("district").about("code of a district"),
      object_field("place", {number_field("lat").range(-90, 90), number_field("lon").range(-180, 180),
                             text_field("address").length(0, address_max)}),
      text_field("visibility").one_of({"private", "public"}),
      text_field("language").one_of(languages),
      text_field("reply_language").one_of(languages),
      object_field("applicant",
                   {text_field("surname").length(0, name_max), text_field("first_name").length(0, name_max),
                    text_field("patronymic").length(0, name_max), text_field("iin").length(0, 20),
                    text_field("bin").length(0, 20), text_field("email").length(0, 254), text_field("phone").length(0, 40),
                    text_field("address").length(0, address_max)})};
  return shape;
}

const Shape& deadline_shape() {
  static const Shape shape{text_field("due_on").required().as("date"),
                           text_field("rule").required(),
                           text_field("article").required(),
                           text_field("act"),
                           text_field("confidence").required().one_of({"seen", "verify", "platform"}),
                           text_field("pack").required(),
                           text_field("received_on").required().as("date"),
                           text_field("starts_on").required().as("date"),
                           integer_field("length").required(),
                           text_field("unit").required(),
                           list_field("skipped", {text_field("date").required().as("date"), text_field("kind").required(),
                                                  object_field("name", {text_field("kk"), text_field("ru"), text_field("en")}),
                                                  text_field("moved_from").as("date")})};
  return shape;
}

const Shape& receipt_shape() {
  static const Shape shape{text_field("number").required(),
                           text_field("code").required().about("secret key to the case; shown once"),
                           text_field("status").required().one_of(state_codes()),
                           text_field("kind").required().one_of(kind_codes()),
                           text_field("registered_at").required().as("date-time"),
                           text_field("body").required(),
                           text_field("body_name"),
                           object_field("deadline", deadline_shape()).required(),
                           contact_field().required(),
                           text_field("receipt").required().about("address of the receipt page"),
                           text_field("promise").about("address of the signed note, for the applicant: the appeal will be in the public record")};
  return shape;
}

const Shape& events_shape() {
  static const Shape event{integer_field("n").required(),  text_field("type").required(), text_field("at").required().as("date-time"),
                           text_field("role").required(),  text_field("body"),            text_field("to"),
                           text_field("reason"),           text_field("value"),           text_field("rule"),
                           text_field("pack"),             text_field("due_before").as("date"), text_field("due_on").as("date"),
                           text_field("starts_on").as("date"),
                           object_field("record", {text_field("state").required().one_of({"promised", "on_record", "witnessed"}),
                                                   text_field("leaf_hash").required(), text_field("proof").required().about("address of the proof; 202 while promised"),
                                                   integer_field("index"), integer_field("witnesses").required(), integer_field("witnesses_of").required()})};
  static const Shape shape{list_field("events", event).required()};
  return shape;
}

const Shape& files_shape() {
  static const Shape file{text_field("name").required().about("ours; the sender's own name is not kept"),
                          text_field("kind").required().one_of({"photo", "document"}),
                          text_field("state").required().one_of({"waiting", "clean", "refused"}),
                          boolean_field("public").required(),
                          text_field("review").required().one_of({"none", "waits", "shown", "hidden"}),
                          integer_field("bytes").required(), text_field("received_at").required().as("date-time"),
                          text_field("url").about("absent until the file is clean"), text_field("small_url"),
                          integer_field("width"), integer_field("height"), integer_field("answer").about("number of the answer beside which it stands"),
                          text_field("reason").about("code of the reason for which it is kept private"),
                          text_field("refused_because")};
  static const Shape shape{list_field("files", file).required()};
  return shape;
}

const Shape& case_shape() {
  static const Shape shape{
      text_field("number").required(), text_field("kind").required().one_of(kind_codes()),
      text_field("status").required().one_of(state_codes()), boolean_field("overdue").required(),
      text_field("visibility").required(), text_field("publication").about("waits: asked to be public, a moderator looks first"), text_field("language").required(), text_field("body").required(),
      text_field("body_name"), text_field("registered_at").required().as("date-time"),
      text_field("due_on").required().as("date"), text_field("first_due_on").required().as("date"),
      integer_field("redirects").required(), integer_field("version").required(),
      text_field("about").about("the case that this one complains about or was split off"), text_field("joined_to"),
      text_field("wait_until").as("date").about("the applicant's term to complete or to object"),
      boolean_field("waits_for_head").about("nothing has changed yet: the head has to sign"),
      text_field("created").about("number of the case that came out of the step"),
      text_field("answered_at").as("date-time"), text_field("verdict_until").as("date"),
      object_field("deadline", deadline_shape()), text_field("topic"), text_field("district"),
      object_field("place", {text_field("address"), number_field("lat"), number_field("lon")}), text_field("title"),
      text_field("text"),
      list_field("answers", {integer_field("n").required(), text_field("decision").required(), text_field("text").required(),
                             text_field("language"), text_field("body"), text_field("signed_by"), text_field("prepared_by").about("where somebody else signed"), text_field("at"),
                             list_field("points", {text_field("question").required(), text_field("answer").required()})}),
      contact_field(), list_field("files", files_shape()[0].fields), list_field("events", events_shape()[0].fields)};
  return shape;
}

const Shape& list_shape() {
  static const Shape shape{
      list_field("appeals", {text_field("number").required(), text_field("title").required(), text_field("status").required(),
                             boolean_field("overdue").required(), text_field("kind").required(), text_field("body").required(),
                             text_field("body_name"), text_field("topic"), text_field("district"), text_field("place"),
                             text_field("registered_at").required().as("date-time"), text_field("due_on").required().as("date"),
                             text_field("language"), text_field("url").required()})
          .required(),
      text_field("next").about("cursor for ?after=, absent on the last page")};
  return shape;
}

std::string case_json(const Visit& visit, const queries::PublicCase& view) {
  auto out = common_json(visit, view.appeal, view.deadline);
  add_place(out, view.appeal, view.text.place);
  out["title"] = view.text.title;
  out["text"] = view.text.text;
  json_::array answers;
  for (const auto& answer : view.answers)
    answers.push_back(answer_json(answer, answer.n == view.answers.back().n ? view.text.answer : ""));
  out["answers"] = std::move(answers);
  out["files"] = files_json(view.appeal, view.files);
  out["events"] = events_json(view.events);
  return json_::serialize(out);
}

std::string case_json(const Visit& visit, const queries::PrivateCase& view) {
  auto out = common_json(visit, view.appeal, view.deadline);
  const auto& content = view.content.open(view.permit);
  add_place(out, view.appeal, content.address);
  if (content.point) {
    out["place"].as_object()["lat"] = content.point->lat;
    out["place"].as_object()["lon"] = content.point->lon;
  }
  out["title"] = content.title;
  out["text"] = content.text;
  json_::array answers;
  for (const auto& answer : view.answers) answers.push_back(answer_json(answer, answer.text));
  out["answers"] = std::move(answers);
  out["files"] = files_json(view.appeal, view.files);
  out["events"] = events_json(view.events);
  if (view.is_applicant) out["contact"] = code(view.contact);
  return json_::serialize(out);
}

std::string list_json(const Visit& visit, const queries::PublicList& list) {
  const auto bodies = directory::bodies(visit.db);
  json_::array rows;
  for (const auto& row : list.rows)
    rows.push_back(json_::object{{"number", row.appeal.number},
                                 {"title", row.title},
                                 {"status", code(row.appeal.state)},
                                 {"overdue", row.appeal.is_overdue(visit.context.today.date)},
                                 {"kind", law::code(row.appeal.kind)},
                                 {"body", row.appeal.body},
                                 {"body_name", bodies->name(row.appeal.body, visit.language)},
                                 {"topic", row.appeal.topic},
                                 {"district", row.appeal.district},
                                 {"place", row.place},
                                 {"registered_at", rfc3339(row.appeal.submitted_at)},
                                 {"due_on", row.appeal.due_on.iso()},
                                 {"language", row.appeal.language},
                                 {"url", "/api/v1/appeals/" + row.appeal.number}});
  json_::object out{{"appeals", std::move(rows)}};
  if (!list.next.empty()) out["next"] = list.next;
  return json_::serialize(out);
}

std::string receipt_json(const Visit& visit, const Submitted& submitted, std::string_view email) {
  const auto& appeal = submitted.appeal;
  json_::object out{
      {"number", appeal.number},
      {"code", secrets::shown_code(submitted.code)},
      {"status", code(appeal.state)},
      {"kind", law::code(appeal.kind)},
      {"registered_at", rfc3339(appeal.submitted_at)},
      {"body", appeal.body},
      {"body_name", directory::bodies(visit.db)->name(appeal.body, visit.language)},
      {"deadline", deadline_json(visit.pack(), submitted.deadline)},
      {"contact", code(contact_state(visit.db, *visit.context.keys, appeal, email))},
      {"receipt", visit.url("/appeals/" + appeal.number + "/receipt").str()}};
  // Signed when it is asked for: thousands a second are submitted, and few keep the file.
  if (visit.context.record) out["promise"] = visit.url("/appeals/" + appeal.number + "/promise").str();
  return json_::serialize(out);
}

namespace {

// What was erased says so; all else is as unknown as a number that never was.
http::Response nothing_shown(const Visit& visit, const Problems& problems) {
  return problems.first().kind == Problem::Kind::gone ? refuse(visit, problems) : not_found(visit);
}

}  // namespace

http::Response appeal(const Visit& visit) {
  const auto private_view = queries::private_case(visit, target_of(visit));
  if (private_view) return json(case_json(visit, *private_view));
  const auto public_view = queries::public_case(visit, visit.params.at(0));
  if (!public_view) return nothing_shown(visit, private_view.problems());
  return json(case_json(visit, *public_view), 200, etag_of(public_view->appeal, visit.language));
}

http::Response events(const Visit& visit) {
  const auto private_view = queries::private_case(visit, target_of(visit));
  if (private_view) return json(recorded_events_json(visit, private_view->appeal, private_view->events));
  const auto public_view = queries::public_case(visit, visit.params.at(0));
  if (!public_view) return nothing_shown(visit, private_view.problems());
  // How far events have come changes without the case: no validator.
  return json(recorded_events_json(visit, public_view->appeal, public_view->events));
}

http::Response list(const Visit& visit) {
  const auto found = queries::public_list(visit);
  if (!found) return refuse(visit, found.problems());
  auto response = json(list_json(visit, *found));
  if (!found->next.empty()) {
    std::string next(visit.request.path);
    char mark = '?';
    for (const auto& pair : visit.query)
      if (pair.name != "after") next += mark + pair.name + "=" + http::encode(pair.value), mark = '&';
    response.header("Link", "<" + next + mark + "after=" + found->next + ">; rel=\"next\"");
  }
  return response;
}

http::Response deadline(const Visit& visit) {
  const auto kind = law::kind_of(visit.query.has("kind") ? visit.query.get("kind") : "application");
  const auto on = visit.query.has("on") ? CivilTime::parse(visit.query.get("on")) : visit.context.today;
  Problems problems;
  if (!kind) problems.add({.kind = Problem::Kind::malformed, .message = "appeals.unknown_kind", .field = "kind"});
  if (!on) problems.add({.kind = Problem::Kind::malformed, .message = "appeals.bad_day", .field = "on"});
  if (!problems.empty()) return refuse(visit, problems);
  const auto terms = procedure::terms(visit.pack(), *kind, *on);
  if (!terms) return refuse(visit, terms.problems());
  return json(law::to_json(terms->answer, visit.pack()));
}

http::Response statistics(const Visit& visit) {
  const auto n = queries::city_numbers(visit);
  return json(json_::serialize(json_::object{{"registered", n.registered},
                                             {"answered_in_time", n.answered_in_time},
                                             {"answered_late", n.answered_late},
                                             {"solved", n.solved},
                                             {"partly", n.partly},
                                             {"not_solved", n.not_solved},
                                             {"overdue", n.overdue}}));
}

Prepared submit(const Visit& visit, const http::Pairs&) {
  const auto valid = read_json(visit.request.body, submit_shape());
  if (!valid) return refuse(visit, valid.problems());
  const auto channel = visit.actor().role == Role::operator_ ? Channel::operator_desk : Channel::api;
  const auto input = from_json(*valid);
  auto command = checked(visit.context, visit.db, input, channel, "applicant.");
  if (!command) return refuse(visit, command.problems());
  command->must_confirm = visit.over_limit;
  return Apply([command = command.take(), input, token = drafts::new_token()](db::Tx& tx, const Visit& at) -> Applied {
    const auto submitted = appeals::submit(tx, at.context, command);
    if (submitted) return {created(at, *submitted, command)};
    if (submitted.problems().first().message != Key("appeals.confirm_first")) return {refuse(at, submitted.problems()), false};
    return confirm_first(tx, at, command, input, token, submitted.problems());
  });
}

Prepared confirm_draft(const Visit& visit, const http::Pairs&) {
  const auto valid = read_json(visit.request.body, code_shape());
  if (!valid) return refuse(visit, valid.problems());
  const auto& token = visit.params.at(0);
  const auto input = drafts::load(visit, token);
  if (!input) return refuse(visit, Problem{.kind = Problem::Kind::not_found, .message = "appeals.draft_gone"});
  auto command = checked(visit.context, visit.db, *input, Channel::api, "applicant.");
  if (!command) return refuse(visit, command.problems());
  command->draft_hash = drafts::hash_of(visit, token);
  return Apply([command = command.take(), typed = text_of(*valid, "code")](db::Tx& tx, const Visit& at) -> Applied {
    const auto state = check_draft_code(tx, at.context, command, typed);
    if (state != auth::CodeState::good) return {refuse(at, code_problem(state))};  // kept: the try is spent
    auto confirmed = command;
    confirmed.is_confirmed = true;
    const auto submitted = appeals::submit(tx, at.context, confirmed);
    if (!submitted) return {refuse(at, submitted.problems()), false};
    return {created(at, *submitted, confirmed)};
  });
}

namespace {

Result<Nothing> add_files(db::Tx& tx, const Context& context, const Target& target, const std::vector<files::Staged>& staged, bool is_applicants) {
  if (is_applicants) {
    TRY(attach(tx, context, target, staged));
    return done();
  }
  const auto opened = TRY(open_case(tx, context, target, may_answer));
  if (waits_unsigned(tx, context, opened.appeal)) return attach_unsigned(tx, context, target, staged);
  TRY(attach_to_answer(tx, context, target, staged));
  return done();
}

// Files of one side by a program, the same way as by a form: who may not send any is told before anything is kept.
Prepared take_files(const Visit& visit, Whose whose) {
  const bool is_applicants = whose == Whose::applicant;
  const auto opened = open_case(visit.db, visit.context, target_of(visit), is_applicants ? may_take_part : may_answer);
  if (!opened) return refuse(visit, opened.problems());
  const bool waits = !is_applicants && waits_unsigned(visit.db, visit.context, opened->appeal);
  const auto open = procedure::check(is_applicants ? procedure::Step::attach : procedure::Step::attach_to_answer, opened->appeal);
  if (!open && !waits) return refuse(visit, open.problems());
  const auto staged = read_files(visit);
  if (!staged) return refuse(visit, staged.problems());
  return Apply([target = target_of(visit), staged = *staged, is_applicants](db::Tx& tx, const Visit& at) -> Applied {
    const auto changed = add_files(tx, at.context, target, staged, is_applicants);
    if (!changed) return {refuse(at, changed.problems()), false};
    const auto seen = queries::private_case(at, target);
    if (!seen) return {refuse(at, seen.problems()), false};
    return {json(json_::serialize(json_::object{{"files", files_json(seen->appeal, seen->files)}}), 201)};
  });
}

Route files_route(Whose whose, const char* summary) {
  constexpr const char* input = R"({"type": "object", "required": ["files"], "properties": {"files": {"type": "array",
      "minItems": 1, "maxItems": 10, "items": {"type": "string", "format": "binary"},
      "description": "photos (JPEG, PNG, WebP, HEIC) or PDF, each up to 20 MiB"}}})";
  auto route = api_post("/api/v1/appeals/{number}/" + std::string(segment(whose)),
                        [whose](const Visit& visit, const http::Pairs&) { return take_files(visit, whose); }, summary, input,
                        schema_of(files_shape(), false), 201);
  route.takes_files = true;
  route.body_max = files::form_bytes_max;
  route.throttle = Throttle::submit;
  return route;
}

Prepared report(const Visit& visit, const http::Pairs&) {
  const auto valid = read_json(visit.request.body, report_shape());
  if (!valid) return refuse(visit, valid.problems());
  const auto read = read_report(http::Pairs({{"reason", text_of(*valid, "reason")}, {"text", text_of(*valid, "text")}}));
  if (!read) return refuse(visit, read.problems());
  return Apply([number = visit.params.at(0), report = *read](db::Tx& tx, const Visit& at) -> Applied {
    if (const auto told = report_text(tx, at.context, number, report); !told) return {refuse(at, told.problems()), false};
    return {json(json_::serialize(json_::object{{"number", number}, {"reported", true}}), 201)};
  });
}

Route report_route() {
  auto route = api_post("/api/v1/appeals/{number}/report", report, "Report what should not be public", schema_of(report_shape(), true),
                        schema_of({text_field("number").required(), boolean_field("reported").required()}, false), 201);
  route.throttle = Throttle::submit;
  return route;
}

std::vector<Route> plain_routes();
}  // namespace

std::vector<Route> routes() {
  auto all = plain_routes();
  for (auto& route : contact_routes()) all.push_back(std::move(route));
  for (const auto& spec : step_specs())
    if (!has_own_route(spec.step)) all.push_back(spec_route(spec));
  return all;
}

namespace {
std::vector<Route> plain_routes() {
  auto submit_route = api_post("/api/v1/appeals", submit, "Submit an appeal", schema_of(submit_shape(), true),
                               schema_of(receipt_shape(), false), 201);
  submit_route.body_max = 256 * 1024;
  submit_route.throttle = Throttle::submit;
  auto list_route = api_get("/api/v1/appeals", list, "Public appeals", schema_of(list_shape(), false),
                            {"q", "body", "topic", "district", "status", "from", "to", "sort", "after", "limit"});
  list_route.dear_parameter = "q";
  return {
      std::move(submit_route),
      std::move(list_route),
      files_route(Whose::applicant, "Add photos and documents to an appeal"),
      files_route(Whose::answer, "Add documents to the last answer, or to an own answer that waits for its signature"),
      api_get("/api/v1/appeals/{number}", appeal, "One appeal: the public view, or the private one with the case code",
              schema_of(case_shape(), false)),
      api_get("/api/v1/appeals/{number}/events", events, "Public events of an appeal", schema_of(events_shape(), false)),
      api_get("/api/v1/deadline", deadline, "The last day of an answer, with each skipped day",
              schema_of(deadline_shape(), false), {"kind", "on"}),
      api_get("/api/v1/statistics/appeals", statistics, "Numbers of the city",
              schema_of({integer_field("registered").required(), integer_field("answered_in_time").required(),
                         integer_field("answered_late").required(), integer_field("solved").required(),
                         integer_field("partly").required(), integer_field("not_solved").required(),
                         integer_field("overdue").required()},
                        false)),
      step_route<Nothing>("accept", "Take the case into work", {}, [](const http::Pairs&) { return done(); },
                          [](db::Tx& tx, const Context& context, const Target& target, const Nothing&) {
                            return accept(tx, context, target);
                          }),
      step_route<RedirectAppeal>("redirect", "Send the case to the competent body",
                                 {text_field("to").required(), text_field("reason").required(),
                                  text_field("sentence").length(0, comment_max)},
                                 read_redirect,
                                 [](db::Tx& tx, const Context& context, const Target& target, const RedirectAppeal& command) {
                                   return take_step(tx, context, target, *spec_of(procedure::Step::redirect), details_of(command));
                                 }),
      step_route<AnswerAppeal>("answer", "Answer on the merits",
                               {text_field("decision").required().one_of({"satisfied", "partly", "explained", "declined"}),
                                text_field("text").required().length(answer_min, answer_max), points_field(), commitments_field()},
                               read_answer, take_answer<procedure::Step::answer>),
      step_route<AnswerAppeal>("amend", "Answer again beside the first answer",
                               {text_field("decision").required().one_of({"satisfied", "partly", "explained", "declined"}),
                                text_field("text").required().length(answer_min, answer_max), points_field(), commitments_field()},
                               read_answer, take_answer<procedure::Step::amend>),
      step_route<JudgeAnswer>("verdict", "Say whether the matter is solved",
                              {text_field("verdict").required().one_of({"solved", "partly", "not_solved"}),
                               boolean_field("clear"), text_field("reason"), text_field("comment").length(0, comment_max)},
                              read_verdict, judge),
      step_route<std::string>("withdraw", "Withdraw the appeal", {text_field("reason").length(0, comment_max)},
                              [](const http::Pairs& form) -> Result<std::string> { return std::string(form.get("reason")); },
                              withdraw),
      step_route<Visibility>("visibility", "Make the case public or private",
                             {text_field("visibility").required().one_of({"private", "public"})},
                             [](const http::Pairs& form) -> Result<Visibility> {
                               return form.get("visibility") == "public" ? Visibility::public_text
                                                                         : Visibility::private_to_parties;
                             },
                             show),
      step_route<ClearText>("clear", "Publish what waits for a moderator, or hide parts of what is public",
                            {text_field("title").length(0, 2 * title_max), text_field("text").length(0, 2 * text_max),
                             text_field("place").length(0, 2 * address_max), text_field("answer").length(0, 2 * answer_max), text_field("reason")},
                            read_clear, clear_text),
      step_route<std::string>("keep-private", "Do not publish a text", {text_field("reason").required()}, read_reason, keep_private),
      step_route<std::string>("restrict", "Take a public text off until a second person has looked at it", {text_field("reason").required()}, read_reason,
                              restrict_display),
      step_route<Nothing>("confirm-restrict", "Confirm that a public text stays off", {}, [](const http::Pairs&) { return done(); },
                          [](db::Tx& tx, const Context& context, const Target& target, const Nothing&) { return confirm_restriction(tx, context, target); }),
      report_route(),
  };
}
}  // namespace

}  // namespace jauap::appeals::api
