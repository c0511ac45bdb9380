// Files of a case as its pages show them.
#include "appeals/procedure.h"
#include "appeals/view.h"

namespace jauap::appeals::view {
namespace {
using namespace html;
using namespace html::tags;

constexpr std::size_t kilobyte = 1024, megabyte = kilobyte * kilobyte;
// Some of a form is not files.
constexpr std::size_t together_max = files::form_bytes_max - 4 * megabyte;

std::string size_words(const Visit& visit, std::size_t bytes) {
  const auto& t = visit.words;
  if (bytes >= megabyte) return t("appeals.files.mb", {{"n", t.number(std::int64_t((bytes + megabyte / 2) / megabyte))}});
  return t("appeals.files.kb", {{"n", t.number(std::int64_t((bytes + kilobyte - 1) / kilobyte))}});
}

Html actions(const Visit& visit, const Appeal& appeal, const Attachment& one, Reader reader) {
  const auto& t = visit.words;
  const bool may_remove = reader == Reader::applicant && one.whose == Whose::applicant && procedure::check(procedure::Step::detach, appeal);
  if (may_remove)
    return p({a({href(visit.url("/appeals/" + appeal.number + "/files/" + one.name() + "/remove")), t("appeals.step.detach"), ": ", one.name()})});
  const bool may_review = reader == Reader::body && one.file.state == files::State::clean && appeal.visibility == Visibility::public_text &&
                          visit.context.permissions->allows(visit.actor(), may_review_files, {.body = appeal.body});
  if (may_review)
    return p({a({href(visit.url("/w/files/" + appeal.number + "/" + std::string(segment(one.whose)) + "/" + one.name())), t("appeals.files.review"), ": ", one.name()})});
  return {};
}

ListedFile listed(const Visit& visit, const Appeal& appeal, const Attachment& one, Reader reader) {
  ListedFile row{.name = one.name(), .url = {}, .picture = {}, .words = file_words(visit, one, reader), .actions = actions(visit, appeal, one, reader)};
  if (one.file.state != files::State::clean) return row;
  row.url = file_url(appeal, one.whose, one.name());
  if (!files::is_image(one.file.kind)) return row;
  row.picture = file_url(appeal, one.whose, files::shown_name(one.file, files::Variant::small));
  row.width = one.file.small_width;
  row.height = one.file.small_height;
  return row;
}

std::vector<ListedFile> listed_of(const Visit& visit, const Appeal& appeal, const std::vector<Attachment>& all, Whose whose, int answer_n, Reader reader) {
  std::vector<ListedFile> rows;
  for (const auto& one : all)
    if (one.whose == whose && one.answer_n == answer_n) rows.push_back(listed(visit, appeal, one, reader));
  return rows;
}

}  // namespace

Url file_url(const Appeal& appeal, Whose whose, std::string_view name) {
  return Url::local("/appeals/" + appeal.number + "/" + std::string(segment(whose)) + "/" + std::string(name));
}

std::string file_words(const Visit& visit, const Attachment& one, Reader reader) {
  const auto& t = visit.words;
  const auto size = size_words(visit, one.file.bytes);
  const bool by_author = reader == Reader::applicant;
  switch (one.file.state) {
    case files::State::waiting: return size + " · " + t("appeals.files.is_waiting");
    case files::State::refused:
      return t(Problem{.message = "appeals.files.is_refused", .args = {word_arg("why", files::reason(one.file))}});
    case files::State::removed: return t("appeals.event.file_removed");
    case files::State::clean: break;
  }
  if (reader == Reader::anybody) return size;
  if (one.file.is_public) return size + " · " + t("appeals.files.is_public");
  const auto seen_by = size + " · " + t(by_author ? Key("appeals.files.is_yours") : Key("appeals.files.is_private"));
  if (one.review == Review::hidden) return seen_by + " " + t("appeals.files.is_hidden", {{"reason", reason_name(visit, one.reason)}});
  if (one.review == Review::waits) return seen_by + " " + t("appeals.files.waits_for_review");
  return seen_by;
}

Html files(const Visit& visit, const Appeal& appeal, const std::vector<Attachment>& all, Reader reader) {
  const auto rows = listed_of(visit, appeal, all, Whose::applicant, 0, reader);
  if (rows.empty()) return {};
  return section({h2({visit.words("appeals.files.heading")}), file_list(rows)});
}

Html answer_files(const Visit& visit, const Appeal& appeal, const std::vector<Attachment>& all, int answer_n, Reader reader) {
  const auto rows = listed_of(visit, appeal, all, Whose::answer, answer_n, reader);
  if (rows.empty()) return {};
  return html::join({h3({visit.words("appeals.files.of_answer")}), file_list(rows)});
}

Html file_input(const Visit& visit, const Problems* problems) {
  const auto& t = visit.words;
  auto hint = t("appeals.files.hint", {{"count", t.number(files::files_max)},
                                       {"one", t.number(std::int64_t(files::file_bytes_max / megabyte))},
                                       {"all", t.number(std::int64_t(together_max / megabyte))}});
  auto words = field(visit, file_field_name, "appeals.files.label", "", problems, hint);
  if (!visit.files.empty()) words.hint += " " + t("appeals.files.choose_again");
  return file_field(words, accepted_kinds);
}

Html upload_form(const Visit& visit, const Appeal& appeal, const std::vector<Attachment>& all, const Problems* problems) {
  const auto& t = visit.words;
  if (!procedure::check(procedure::Step::attach, appeal)) return {};
  int present = 0;
  for (const auto& one : all) present += one.whose == Whose::applicant;
  const auto heading = h2({t("appeals.step.attach")});
  if (present >= files::files_max) return section({heading, p({t("appeals.files.full", {{"count", t.number(files::files_max)}})})});
  return section({heading, p({t("appeals.files.about")}),
                  form({attr("method", "post"), attr("enctype", "multipart/form-data"), action(visit.url("/appeals/" + appeal.number + "/files")),
                        form_fields(visit), file_input(visit, problems), submit_button(t("appeals.files.send"), true)})});
}

}  // namespace jauap::appeals::view
