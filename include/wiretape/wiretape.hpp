// SPDX-License-Identifier: MIT
// All of Wiretape but GoogleTest's part, which is <wiretape/gtest.hpp>.
#pragma once

#include <wiretape/cassette.hpp>
#include <wiretape/deck.hpp>
#include <wiretape/matchers.hpp>
#include <wiretape/sweep.hpp>
#include <wiretape/version.hpp>
