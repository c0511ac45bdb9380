// The transparency log without any server: formats, trees, notes, proofs, and the checks that anybody may run against a
// log. The C2SP formats (tlog-tiles, tlog-checkpoint, tlog-cosignature, tlog-witness, tlog-proof, tlog-policy) over RFC
// 6962 trees. Everything here is strict: a reader takes the one spelling and names what is wrong with any other.
// Nothing here knows a database or a clock; the same code is the verifier that people run against us.
#pragma once

#include "platform/tlog/checkpoint.h"
#include "platform/tlog/leaf.h"
#include "platform/tlog/note.h"
#include "platform/tlog/opening.h"
#include "platform/tlog/policy.h"
#include "platform/tlog/proof.h"
#include "platform/tlog/receipt.h"
#include "platform/tlog/tile.h"
#include "platform/tlog/tree.h"
#include "platform/tlog/witness.h"
