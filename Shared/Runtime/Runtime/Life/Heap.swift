import CMalloc
import Glibc

/// What `malloc` has of this process' memory.
enum Heap {
    /// Bytes that are resident and in nobody's hands: freed memory that `malloc` keeps, most of it because pieces in use
    /// lie between. 0 when the kernel does not tell.
    static var unused: Int {
        let (info, memory) = (mallinfo2(), ProcessMetrics.memory())
        return max(0, memory.resident - memory.shared - Int(info.uordblks) - Int(info.hblkhd))
    }

    /// Gives all whole pages of it back to the kernel. Others that allocate wait for some milliseconds.
    /// - Source: malloc_trim(3).
    static func trim() {
        malloc_trim(0)
    }
}
