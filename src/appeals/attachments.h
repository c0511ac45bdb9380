// Files of a case in the words of the case: whose they are, and whether somebody has looked at them. Their bytes, cleaning and
// states are the platform's (platform/files/files.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appeals/appeal.h"
#include "platform/files/files.h"
#include "platform/module/module.h"

namespace jauap::appeals {

enum class Whose { applicant, answer };
inline constexpr Whose all_whose[] = {Whose::applicant, Whose::answer};
std::string_view segment(Whose whose);  // in addresses: "files", "answer-files"
std::optional<Whose> whose_of(std::string_view segment);
// Documents of all answers to a case have one owner, so ten is the limit of them all.
files::Owner owner_of(const Appeal& appeal, Whose whose);

// Nothing is public until an official of the body or a moderator has let it out. The numbers stand in the database.
enum class Review {
  none = 0,    // not asked for: the case is private
  waits = 1,
  shown = 2,
  hidden = 3,  // kept private, with a reason for the author
};
std::string_view code(Review review);

// In place of a number: documents of an answer that waits for its signature or came back without. The body alone sees them; the
// next answer that is signed takes them along.
inline constexpr int unsigned_answer = -1;

struct Attachment {
  Whose whose = Whose::applicant;
  files::File file;
  int answer_n = 0;  // 0: the applicant's
  Review review = Review::none;
  std::string reason;  // code of the pack, step "hide_file"
  std::string name() const { return files::shown_name(file); }
};

// Who counts as one sender for the daily limit: the account; without one the case, whose making is limited by address. An
// address alone would not do: a mobile network puts a whole district behind one.
std::string sender_of(const Actor& actor, const Appeal& appeal);

// What the browser offers to choose.
inline constexpr std::string_view accepted_kinds =
    "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,application/pdf";
inline constexpr const char* file_field_name = "files";

// The files of a form, looked at and sealed; all problems with the sender's name of each file. Nothing chosen is an empty list.
// Callers ask first whether this visitor may send any.
Result<std::vector<files::Staged>> read_files(const Visit& visit);

}  // namespace jauap::appeals
