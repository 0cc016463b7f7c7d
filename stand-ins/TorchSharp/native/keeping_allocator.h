#pragma once

#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>

#include <malloc.h>

#include <cstddef>
#include <mutex>
#include <unordered_map>

// A step makes and drops the same large tensors again and again. Left to itself, glibc gives each back to the system at once, and the
// kernel's clearing of pages then takes as long as the arithmetic. They are kept instead, by their sizes, up to 2 GiB and until a module or an optimiser is
// disposed.
class KeepingAllocator final : public c10::Allocator {
public:
    c10::DataPtr allocate(size_t bytes) const override {
        auto data = bytes == 0 ? nullptr : take(bytes);
        return {data, data, &give_back, c10::DeviceType::CPU};
    }

    c10::DeleterFnPtr raw_deleter() const override { return &give_back; }

    // Gives what is kept back to the system.
    static void release() {
        std::lock_guard<std::mutex> lock(mutex);
        if (kept.empty()) return;
        free_kept();
        // What is not as large comes from glibc's arenas, which else hold it.
        malloc_trim(0);
    }

private:
    // Before the data, as long as libtorch's alignment demands.
    struct alignas(64) Header {
        size_t bytes;
    };

    static constexpr size_t smallest_kept = 1 << 20;
    static constexpr size_t most_kept = size_t{2} << 30;

    static void* take(size_t wanted) {
        auto bytes = wanted < smallest_kept ? wanted : rounded(wanted);
        if (bytes >= smallest_kept) {
            std::lock_guard<std::mutex> lock(mutex);
            auto found = kept.find(bytes);
            if (found != kept.end()) {
                auto data = found->second;
                kept.erase(found);
                kept_bytes -= bytes;
                return data;
            }
        }

        auto header = static_cast<Header*>(allocated(sizeof(Header) + bytes));
        header->bytes = bytes;
        return header + 1;
    }

    static void* allocated(size_t bytes) {
        try {
            return c10::alloc_cpu(bytes);
        } catch (const c10::Error&) {
            // There may be enough in sizes that are not wanted now.
            release();
            return c10::alloc_cpu(bytes);
        }
    }

    // Up to an eighth of a power of two, so that batches of nearly one length share what is kept.
    static size_t rounded(size_t bytes) {
        size_t step = smallest_kept / 8;
        while (step * 16 <= bytes) step *= 2;
        return (bytes + step - 1) / step * step;
    }

    static void give_back(void* data) {
        if (data == nullptr) return;
        auto bytes = (static_cast<Header*>(data) - 1)->bytes;
        if (bytes < smallest_kept || bytes > most_kept) return free_data(data);
        std::lock_guard<std::mutex> lock(mutex);
        if (kept_bytes + bytes > most_kept) {
            // Sizes that are no longer asked for must not keep out those that are.
            free_kept();
        }

        kept.emplace(bytes, data);
        kept_bytes += bytes;
    }

    static void free_kept() {
        for (auto& one : kept) free_data(one.second);
        kept.clear();
        kept_bytes = 0;
    }

    static void free_data(void* data) { c10::free_cpu(static_cast<Header*>(data) - 1); }

    static inline std::mutex mutex;
    // Never destroyed: tensors may outlive it at the end of a program.
    static inline auto& kept = *new std::unordered_multimap<size_t, void*>();
    static inline size_t kept_bytes = 0;
};
