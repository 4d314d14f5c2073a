import CMalloc
import Glibc

/// What `malloc` has of this process' memory.
enum Heap {
    /// Bytes that are resident and in nobody's hands: freed memory that `malloc` keeps, most of it because pieces in use
    /// lie between. 0 when the kernel does not tell.
    static var unused: Int {
        let info = mallinfo2()
        return max(0, resident - Int(info.uordblks) - Int(info.hblkhd))
    }

    /// Gives all whole pages of it back to the kernel. Others that allocate wait for some milliseconds.
    /// - Source: malloc_trim(3).
    static func trim() {
        malloc_trim(0)
    }

    /// Without what files share.
    private static var resident: Int {
        let pages = ProcessMetrics.memoryFields()
        return pages.count > 2 ? (pages[1] - pages[2]) * sysconf(Int32(_SC_PAGESIZE)) : 0
    }
}
