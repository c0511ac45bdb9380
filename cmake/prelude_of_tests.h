// The same for tests.
#pragma once

#include "prelude.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
