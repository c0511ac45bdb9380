#include "record/policy.h"

#include <algorithm>

#include "platform/config/config.h"
#include "platform/secrets/secrets.h"
#include "record/office.h"

namespace jauap::record {
namespace {

constexpr auto both_sign = std::chrono::hours(24 * 30);

void tell(db::Tx& tx, const Context& context, const char* type, std::string val) {
  journal::record(tx, context.speaker(), log_object(tx, context), {.type = type, .val = std::move(val)});
}

std::string text_of(const std::vector<store::KeyRow>& keys, const std::string& witnesses) {
  std::string text;
  for (const auto& key : keys)
    if (!key.is_withdrawn && key.kind == store::KeyKind::log) text += "log " + key.vkey + "\n";
  for (const auto& key : keys)
    if (!key.is_withdrawn && key.kind == store::KeyKind::receipt) text += "# receipt-key " + key.vkey + "\n";
  return text + (witnesses.empty() ? "quorum none\n" : witnesses);
}

std::string hash_of(const std::string& text) { return secrets::hex(secrets::sha256(text)); }

}  // namespace

std::string policy_text(db::ReadTx& tx) {
  const auto witnesses = store::policy(tx);
  return text_of(store::keys(tx), witnesses ? witnesses->witnesses : "");
}

tlog::Policy policy(db::ReadTx& tx) {
  auto read = tlog::parse_policy(policy_text(tx));
  invariant(bool(read), "the policy of the log was read before it was kept");
  return read.take();
}

Done set_witnesses(db::Tx& tx, const Context& context, const std::string& lines) {
  const auto keys = store::keys(tx);
  const auto text = text_of(keys, lines);
  const auto wrong = [](std::string why) {
    return Problem{.message = "record.bad_policy", .field = "policy", .args = {{"why", std::move(why)}}};
  };
  const auto read = tlog::parse_policy(text);
  if (!read) return wrong(read.wrong());
  const auto own = tlog::parse_policy(text_of(keys, ""));
  if (read->logs.size() != own->logs.size() || read->receipt_keys != own->receipt_keys) return wrong("log lines are not for here");
  const auto before = store::policy(tx);
  if (before && before->witnesses == lines) return done();
  store::add_policy(tx, {before ? before->version + 1 : 1, lines, context.now});
  record_policy(tx, context);
  return done();
}

Done rotate_key(db::Tx& tx, const Context& context, bool is_receipt_key, const std::string& vkey, bool withdraw_old) {
  const auto kind = is_receipt_key ? store::KeyKind::receipt : store::KeyKind::log;
  int n = 0;
  for (const auto& key : store::keys(tx)) {
    if (key.kind != kind) continue;
    n = std::max(n, key.n);
    if (!key.signs_until || withdraw_old)
      store::end_key(tx, kind, key.n, withdraw_old ? context.now : context.now.plus(both_sign), withdraw_old);
  }
  store::add_key(tx, {.kind = kind, .n = n + 1, .vkey = vkey, .since = context.now});
  tell(tx, context, "log.key_rotated", vkey);
  // The keys are lines of the policy whose hash readers find in the record.
  if (store::policy(tx)) record_policy(tx, context);
  return done();
}

void record_policy(db::Tx& tx, const Context& context) { tell(tx, context, "log.witnesses", hash_of(policy_text(tx))); }

Done record_incident(db::Tx& tx, const Context& context, const std::string& statement) {
  tell(tx, context, "log.incident", hash_of(statement));
  return done();
}

}  // namespace jauap::record
