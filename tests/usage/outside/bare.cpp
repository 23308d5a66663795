// SPDX-License-Identifier: MIT
#include <cstdio>
#include <wiretape/version.hpp>

int main() { std::printf("wiretape %s\n", wiretape::version); }
