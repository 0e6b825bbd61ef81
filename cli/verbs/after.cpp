#include <utility>

#include "cli/errand.h"
#include "cli/verbs/verbs.h"

namespace tocsin::cli {

Reply<void> run_drill(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  return save_and_show(errand, std::move(answer->rows), errand.arguments.text("-o"));
}

}  // namespace tocsin::cli
