// SPDX-License-Identifier: MIT
#include <iostream>

#include "cli/program.hpp"

int main(int argc, char** argv) {
  return wiretape::cli::run_program({argv + 1, argv + argc}, std::cout, std::cerr,
                                    wiretape::deck::process_environment());
}
