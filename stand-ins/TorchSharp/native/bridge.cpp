// The native side of the stand-in: it calls any ATen operator by name through the dispatcher (boxed), so that the
// managed side needs no native function per operator, and autograd comes from libtorch itself.
//
// A tensor crosses the boundary as a TensorImpl* that owns one reference. No C++ exception crosses it: a function that
// fails returns a negative number (or null), and last_error() has the first line of the message, per thread.

#include "keeping_allocator.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/stack.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <cstdint>
#include <cstring>
#include <mutex>
#include <string>
#include <vector>

// Comes with libtorch when its BLAS is OpenBLAS.
extern "C" void openblas_set_num_threads(int count) __attribute__((weak));

namespace {

// Above the priority of the default, 0.
const bool keeps_memory = (c10::SetCPUAllocator(new KeepingAllocator(), 1), true);

using Stack = torch::jit::Stack;
using TensorHandle = c10::TensorImpl*;
using GeneratorHandle = c10::GeneratorImpl*;

enum class Tag : int32_t {
    None,           // a null optional
    Tensor,         // data: TensorImpl*, null for an undefined tensor
    Int,            // bits
    Double,         // bits, as a double
    Bool,           // bits
    IntList,        // data, count
    DoubleList,     // data, count
    TensorList,     // data: TensorImpl*[], count
    OptionalTensorList, // the same, null for none
    String,         // data, count bytes of UTF-8
    Device,         // bits: type << 32 | index
    Generator,      // data: GeneratorImpl*
};

// Laid out as NativeValue in Value.cs.
struct Value {
    Tag tag;
    int32_t count;
    union {
        int64_t bits;
        double number;
        void* data;
    };
};

thread_local std::string error;
thread_local std::vector<TensorHandle> returned_list;

int fail(const char* message) {
    const char* end = std::strchr(message, '\n');
    error.assign(message, end ? static_cast<size_t>(end - message) : std::strlen(message));
    return -1;
}

// Runs the body; every exception becomes the thread's last error and `failure`.
template <typename Result, typename Body>
Result guarded(Result failure, Body body) noexcept {
    try {
        return body();
    } catch (const c10::Error& e) {
        fail(e.what_without_backtrace());
    } catch (const std::exception& e) {
        fail(e.what());
    } catch (...) {
        fail("unknown native error");
    }
    return failure;
}

at::Tensor borrow(TensorHandle handle) {
    if (handle == nullptr) return at::Tensor();
    return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(handle));
}

TensorHandle release(at::Tensor tensor) {
    return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

at::Generator borrow_generator(GeneratorHandle handle) {
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(handle));
}

// The generator's own lock keeps a concurrent draw from tearing its state.
template <typename Body>
auto locked(at::Generator& generator, Body body) {
    std::lock_guard<std::mutex> lock(generator.mutex());
    return body();
}

std::vector<at::Tensor> borrow_all(TensorHandle* handles, int count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(count);
    for (int i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
    return tensors;
}

c10::Device to_device(int64_t bits) {
    return c10::Device(static_cast<c10::DeviceType>(bits >> 32), static_cast<c10::DeviceIndex>(static_cast<int32_t>(bits)));
}

c10::IValue to_ivalue(const Value& value) {
    switch (value.tag) {
        case Tag::None: return c10::IValue();
        case Tag::Tensor: return c10::IValue(borrow(static_cast<TensorHandle>(value.data)));
        case Tag::Int: return c10::IValue(value.bits);
        case Tag::Double: return c10::IValue(value.number);
        case Tag::Bool: return c10::IValue(value.bits != 0);
        case Tag::IntList: {
            auto first = static_cast<const int64_t*>(value.data);
            return c10::IValue(c10::List<int64_t>(c10::ArrayRef<int64_t>(first, value.count)));
        }
        case Tag::DoubleList: {
            auto first = static_cast<const double*>(value.data);
            return c10::IValue(c10::List<double>(c10::ArrayRef<double>(first, value.count)));
        }
        case Tag::TensorList: {
            c10::List<at::Tensor> list;
            list.reserve(value.count);
            for (int i = 0; i < value.count; i++) list.push_back(borrow(static_cast<TensorHandle*>(value.data)[i]));
            return c10::IValue(std::move(list));
        }
        case Tag::OptionalTensorList: {
            c10::List<c10::optional<at::Tensor>> list;
            list.reserve(value.count);
            for (int i = 0; i < value.count; i++) {
                auto handle = static_cast<TensorHandle*>(value.data)[i];
                list.push_back(handle ? c10::optional<at::Tensor>(borrow(handle)) : c10::nullopt);
            }
            return c10::IValue(std::move(list));
        }
        case Tag::String: return c10::IValue(std::string(static_cast<const char*>(value.data), value.count));
        case Tag::Device: return c10::IValue(to_device(value.bits));
        case Tag::Generator: return c10::IValue(borrow_generator(static_cast<GeneratorHandle>(value.data)));
    }
    TORCH_CHECK(false, "unknown argument tag ", static_cast<int>(value.tag));
}

Value to_value(c10::IValue&& value) {
    Value result{Tag::None, 0, {0}};
    if (value.isTensor()) {
        result.tag = Tag::Tensor;
        result.data = release(std::move(value).toTensor());
    } else if (value.isInt()) {
        result.tag = Tag::Int;
        result.bits = value.toInt();
    } else if (value.isDouble()) {
        result.tag = Tag::Double;
        result.number = value.toDouble();
    } else if (value.isBool()) {
        result.tag = Tag::Bool;
        result.bits = value.toBool();
    } else if (value.isTensorList()) {
        returned_list.clear();
        for (at::Tensor tensor : value.toTensorList()) returned_list.push_back(release(std::move(tensor)));
        result.tag = Tag::TensorList;
        result.data = returned_list.data();
        result.count = static_cast<int32_t>(returned_list.size());
    } else if (!value.isNone()) {
        TORCH_CHECK(false, "an operator returned a value of kind ", value.tagKind());
    }
    return result;
}

}  // namespace

#define EXPORT extern "C" __attribute__((visibility("default")))

EXPORT const char* bridge_last_error() { return error.c_str(); }

EXPORT void bridge_release_kept_memory() { KeepingAllocator::release(); }

EXPORT void* bridge_find_operator(const char* name, const char* overload) {
    return guarded<void*>(nullptr, [&]() -> void* {
        return new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
    });
}

// Missing trailing arguments take the schema's defaults. Writes up to `capacity` results and returns how many there
// are; a list among them stays valid until the thread's next call.
EXPORT int bridge_call(const c10::OperatorHandle* op, const Value* arguments, int count, Value* results, int capacity) {
    return guarded(-1, [&] {
        const auto& schema = op->schema().arguments();
        TORCH_CHECK(static_cast<size_t>(count) <= schema.size(),
            op->operator_name(), " takes ", schema.size(), " arguments, not ", count);
        Stack stack;
        stack.reserve(schema.size());
        for (int i = 0; i < count; i++) stack.push_back(to_ivalue(arguments[i]));
        for (size_t i = count; i < schema.size(); i++) {
            TORCH_CHECK(schema[i].default_value().has_value(), op->operator_name(), " needs argument '", schema[i].name(), "'");
            stack.push_back(*schema[i].default_value());
        }
        op->callBoxed(&stack);
        int returned = static_cast<int>(stack.size());
        for (int i = 0; i < returned && i < capacity; i++) results[i] = to_value(std::move(stack[i]));
        return returned;
    });
}

// ---- tensors ----

EXPORT void bridge_tensor_dispose(TensorHandle handle) {
    c10::raw::intrusive_ptr::decref(handle);
}

EXPORT int bridge_tensor_dim(TensorHandle handle) {
    return guarded(-1, [&] { return static_cast<int>(handle->dim()); });
}

EXPORT int bridge_tensor_sizes(TensorHandle handle, int64_t* sizes) {
    return guarded(-1, [&] {
        auto values = handle->sizes();
        std::copy(values.begin(), values.end(), sizes);
        return 0;
    });
}

EXPORT int bridge_tensor_strides(TensorHandle handle, int64_t* strides) {
    return guarded(-1, [&] {
        auto values = handle->strides();
        std::copy(values.begin(), values.end(), strides);
        return 0;
    });
}

EXPORT int64_t bridge_tensor_numel(TensorHandle handle) { return handle->numel(); }
EXPORT int bridge_tensor_dtype(TensorHandle handle) { return static_cast<int>(c10::typeMetaToScalarType(handle->dtype())); }
EXPORT int bridge_tensor_element_size(TensorHandle handle) { return static_cast<int>(handle->itemsize()); }
EXPORT int bridge_tensor_is_contiguous(TensorHandle handle) { return handle->is_contiguous(); }
EXPORT int64_t bridge_tensor_device(TensorHandle handle) {
    auto device = handle->device();
    return static_cast<int64_t>(device.type()) << 32 | static_cast<uint32_t>(static_cast<int32_t>(device.index()));
}

EXPORT void* bridge_tensor_data(TensorHandle handle) {
    return guarded<void*>(nullptr, [&] { return borrow(handle).data_ptr(); });
}

EXPORT int bridge_tensor_requires_grad(TensorHandle handle) { return borrow(handle).requires_grad(); }
EXPORT int bridge_tensor_is_leaf(TensorHandle handle) { return borrow(handle).is_leaf(); }

EXPORT int bridge_tensor_set_requires_grad(TensorHandle handle, int value) {
    return guarded(-1, [&] { borrow(handle).set_requires_grad(value != 0); return 0; });
}

EXPORT TensorHandle bridge_tensor_grad(TensorHandle handle) {
    return guarded<TensorHandle>(nullptr, [&] { return release(borrow(handle).grad()); });
}

EXPORT int bridge_tensor_set_grad(TensorHandle handle, TensorHandle gradient) {
    return guarded(-1, [&] { borrow(handle).mutable_grad() = borrow(gradient); return 0; });
}

EXPORT int bridge_tensor_set_data(TensorHandle handle, TensorHandle source) {
    return guarded(-1, [&] { borrow(handle).set_data(borrow(source)); return 0; });
}

// ---- autograd ----

EXPORT int bridge_backward(
    TensorHandle* tensors, int count, TensorHandle* gradients, int gradient_count, int retain_graph, int create_graph,
    TensorHandle* inputs, int input_count) {
    return guarded(-1, [&] {
        torch::autograd::backward(borrow_all(tensors, count), borrow_all(gradients, gradient_count), retain_graph != 0,
            create_graph != 0, borrow_all(inputs, input_count));
        return 0;
    });
}

EXPORT int bridge_grad(
    TensorHandle* outputs, int count, TensorHandle* inputs, int input_count, TensorHandle* gradients, int gradient_count,
    int retain_graph, int create_graph, int allow_unused, TensorHandle* results) {
    return guarded(-1, [&] {
        auto found = torch::autograd::grad(borrow_all(outputs, count), borrow_all(inputs, input_count),
            borrow_all(gradients, gradient_count), retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (size_t i = 0; i < found.size(); i++) results[i] = release(std::move(found[i]));
        return 0;
    });
}

EXPORT int bridge_grad_mode() { return c10::GradMode::is_enabled(); }
EXPORT void bridge_set_grad_mode(int enabled) { c10::GradMode::set_enabled(enabled != 0); }
EXPORT int bridge_inference_mode() { return c10::InferenceMode::is_enabled(); }
EXPORT void* bridge_enter_inference_mode(int enabled) { return new c10::InferenceMode(enabled != 0); }
EXPORT void bridge_leave_inference_mode(c10::InferenceMode* guard) { delete guard; }

// ---- random numbers ----

EXPORT GeneratorHandle bridge_default_generator() {
    return guarded<GeneratorHandle>(nullptr, [&] {
        return at::Generator(at::globalContext().defaultGenerator(c10::Device(c10::kCPU))).unsafeReleaseGeneratorImpl();
    });
}

EXPORT GeneratorHandle bridge_new_generator() {
    return guarded<GeneratorHandle>(nullptr, [&] { return at::make_generator<at::CPUGeneratorImpl>().unsafeReleaseGeneratorImpl(); });
}

EXPORT void bridge_generator_dispose(GeneratorHandle handle) { c10::raw::intrusive_ptr::decref(handle); }

EXPORT int bridge_manual_seed(uint64_t seed) {
    return guarded(-1, [&] { at::manual_seed(seed); return 0; });
}

EXPORT int bridge_generator_set_seed(GeneratorHandle handle, uint64_t seed) {
    return guarded(-1, [&] {
        auto generator = borrow_generator(handle);
        return locked(generator, [&] { generator.set_current_seed(seed); return 0; });
    });
}

EXPORT uint64_t bridge_generator_seed(GeneratorHandle handle) {
    auto generator = borrow_generator(handle);
    return locked(generator, [&] { return generator.current_seed(); });
}

EXPORT TensorHandle bridge_generator_get_state(GeneratorHandle handle) {
    return guarded<TensorHandle>(nullptr, [&] {
        auto generator = borrow_generator(handle);
        return locked(generator, [&] { return release(generator.get_state()); });
    });
}

EXPORT int bridge_generator_set_state(GeneratorHandle handle, TensorHandle state) {
    return guarded(-1, [&] {
        auto generator = borrow_generator(handle);
        return locked(generator, [&] { generator.set_state(borrow(state)); return 0; });
    });
}

// ---- the process ----

EXPORT int bridge_get_num_threads() { return at::get_num_threads(); }
EXPORT int bridge_set_num_threads(int count) {
    return guarded(-1, [&] {
        at::set_num_threads(count);
        // Debian's libtorch leaves its BLAS at one thread per core; with other threads of its own beside them they would wait by spinning.
        if (openblas_set_num_threads) openblas_set_num_threads(count);
        return 0;
    });
}
EXPORT int bridge_cuda_is_available() { return at::hasCUDA(); }
EXPORT int bridge_set_allow_tf32(int matmul, int enabled) {
    return guarded(-1, [&] {
        if (matmul) at::globalContext().setAllowTF32CuBLAS(enabled != 0);
        else at::globalContext().setAllowTF32CuDNN(enabled != 0);
        return 0;
    });
}
EXPORT int bridge_get_allow_tf32(int matmul) {
    return matmul ? at::globalContext().allowTF32CuBLAS() : at::globalContext().allowTF32CuDNN();
}
