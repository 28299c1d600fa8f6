#include "codegen/sql/kinds.h"
#include "engine/base/error.h"

namespace autogen {
namespace {

template <class T>
concept Replaceable = requires(const T& object, Writer& w) {
  Replace(object, w);
};

void CreateStep(Writer& w) {
  const Step& step = w.step();
  if (step.id.kind == Kind::kColumn) return CreateColumn(w);
  if (step.id.kind == Kind::kDefault) return AlterDefault(w);
  if (step.after == nullptr) return;
  std::visit([&](const auto& object) { Create(object, w); }, *step.after);
}

// Where the object is made in the same plan, every attribute starts from its default.
template <class T>
const T& Before(const Step& step) {
  static const T kNothing{};
  const T* before = step.before ? std::get_if<T>(step.before) : nullptr;
  return before ? *before : kNothing;
}

void AlterStep(Writer& w) {
  const Step& step = w.step();
  if (step.id.kind == Kind::kColumn) return AlterColumn(w);
  if (step.id.kind == Kind::kDefault) return AlterDefault(w);
  const Object* after = step.after ? step.after : step.before;  // what is only taken away
  if (after == nullptr) return;
  std::visit(
      [&]<class T>(const T& object) {
        const T& before = Before<T>(step);
        if constexpr (Replaceable<T>) {
          if (step.verb == Verb::kReplace) {
            Replace(object, w);
          } else {
            Alter(before, object, w);
          }
        } else {
          Alter(before, object, w);
        }
        if (!w.rebuilt() && !step.takes_away) AlterCommon(Object(before), *after, w);
      },
      *after);
}

void RenderStep(Writer& w) {
  switch (w.step().verb) {
    case Verb::kCreate:
      return CreateStep(w);
    case Verb::kDrop:
      return Drop(w);
    case Verb::kAlter:
    case Verb::kReplace:
      return AlterStep(w);
    case Verb::kRename:
      return Rename(w);
  }
  Unreachable();
}

}  // namespace

std::vector<Statement> Render(const Plan& plan, const Database& before, const Database& after,
                              const SqlStyle& style) {
  Writer w(plan, before, after, style);
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    w.Begin(i);
    RenderStep(w);
  }
  return w.Take();
}

}  // namespace autogen
