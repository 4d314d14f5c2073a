import Testing

@testable import Runtime

struct StartupMemoryTests {
    private static let lines: [(String, Range<UInt>?)] = [
        ("7f0c2000-7f0c6000 r-xp 00001000 fd:00 1234           /usr/lib/a b.so\n", 0x7f0c_2000..<0x7f0c_6000),
        ("7f0c2000-7f0c6000 r--p 00001000 fd:00 1234           /usr/lib/a.so\n", nil),
        ("7f0c2000-7f0c6000 rwxp 00001000 fd:00 1234           /usr/lib/a.so\n", nil),
        ("7f0c2000-7f0c6000 r-xp 00000000 00:00 0              [vdso]\n", nil),
        ("7f0c2000-7f0c6000 r-xp 00000000 00:00 0 \n", nil),
        ("nothing", nil),
    ]

    @Test(arguments: lines)
    func `only code of files is let go`(line: String, code: Range<UInt>?) {
        #expect(StartupMemory.codeMapping(line) == code)
    }

    @Test func `what was let go runs again`() {
        StartupMemory.release()
        #expect(StartupMemory.codeMapping("1000-2000 r-xp 0 0 0 /a") == 0x1000..<0x2000)
    }
}
