#include "appeals/attachments.h"

#include "base/text.h"

namespace jauap::appeals {
namespace {

constexpr std::size_t shown_name_max = 80;

// The sender's own name of a file, shown to the sender only; its number where the name cannot be shown.
std::string name_for_sender(const http::FilePart& part, std::size_t number) {
  auto name = text::clean_line(part.name).value_or("");
  if (name.empty() || text::characters(name) > shown_name_max) name = "№ " + std::to_string(number);
  return name;
}

}  // namespace

std::string_view segment(Whose whose) { return whose == Whose::applicant ? "files" : "answer-files"; }

std::optional<Whose> whose_of(std::string_view text) {
  for (const auto whose : all_whose)
    if (segment(whose) == text) return whose;
  return std::nullopt;
}

files::Owner owner_of(const Appeal& appeal, Whose whose) {
  return {appeal.place, whose == Whose::applicant ? "appeal" : "appeal.answer", appeal.id.value};
}

std::string_view code(Review review) {
  switch (review) {
    case Review::none: return "none";
    case Review::waits: return "waits";
    case Review::shown: return "shown";
    case Review::hidden: return "hidden";
  }
  throw BrokenInvariant("a review without a code");
}

std::string sender_of(const Actor& actor, const Appeal& appeal) {
  return actor.signed_in() ? "account/" + std::to_string(actor.account.value) : "case/" + appeal.number;
}

Result<std::vector<files::Staged>> read_files(const Visit& visit) {
  if (visit.files.size() > std::size_t(files::files_max))
    return Problem{.message = "platform.files.too_many", .field = file_field_name, .args = {{"max", std::to_string(files::files_max)}}};
  Problems problems;
  std::vector<files::Staged> all;
  for (std::size_t i = 0; i < visit.files.size(); ++i) {
    auto staged = files::stage(*visit.context.blobs, visit.files[i].bytes, file_field_name);
    if (staged) {
      all.push_back(staged.take());
      continue;
    }
    const auto& why = staged.problems().first();
    problems.add({.kind = why.kind,
                  .message = "appeals.files.one_refused",
                  .field = file_field_name,
                  .args = {{"file", name_for_sender(visit.files[i], i + 1)}, {"why", visit.words(why)}}});
  }
  if (!problems.empty()) return problems;
  return all;
}

}  // namespace jauap::appeals
