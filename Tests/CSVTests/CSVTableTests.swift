import CSV
import Testing

struct CSVTableTests {
    private func read(_ pieces: String...) throws -> [[String?]] {
        var table = CSVTable()
        var rows: [CSVRow] = []
        for piece in pieces { rows += try table.feed(Array(piece.utf8)) }
        rows += try table.finish()
        return rows.map { [$0["name"], $0["phone", "mobile"]] }
    }

    @Test func `reads rows by the names of their columns`() throws {
        #expect(try read("Phone, Name \n60123,Ann\n60124,Ben\n") == [["Ann", "60123"], ["Ben", "60124"]])
    }

    @Test func `takes any line end, a byte order mark and a last row without one`() throws {
        #expect(try read("\u{FEFF}name,phone\r\nAnn,1\rBen,2") == [["Ann", "1"], ["Ben", "2"]])
    }

    @Test func `takes semicolons and tabs when the header has no comma`() throws {
        #expect(try read("name;phone\nAnn;1\n") == [["Ann", "1"]])
        #expect(try read("name\tphone\nAnn\t1\n") == [["Ann", "1"]])
    }

    @Test func `reads quotes, line ends inside them, and pieces cut anywhere`() throws {
        #expect(try read("name,phone\n\"Ann \"\"T", "an\"\"\nLee\",\"1", "\"\n") == [["Ann \"Tan\"\nLee", "1"]])
    }

    @Test func `an empty or missing field is nil, another name of the column counts`() throws {
        #expect(try read("name,mobile\n,5\nBen\n") == [[nil, "5"], ["Ben", nil]])
    }

    @Test func `says which row is not UTF-8`() throws {
        var table = CSVTable()
        let rows = try table.feed(Array("name\nAnn\n".utf8) + [0xFF, 0x0A])
        #expect(rows.map(\.isText) == [true, false])
        #expect(rows.map(\.number) == [1, 2])
    }

    @Test func `reads what is not UTF-8 as Windows-1252 when it is told to, field by field`() throws {
        var table = CSVTable(fallback: .windows1252)
        let rows = try table.feed(Array("name,city\n".utf8) + [0x4A, 0xF6, 0x72, 0x67, 0x80] + Array(",Köln\n".utf8))
        #expect(rows.map { [$0["name"], $0["city"]] } == [["Jörg€", "Köln"]])
        #expect(rows.map(\.isText) == [true])
    }

    @Test(arguments: [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61]] as [[UInt8]])
    func `refuses UTF-16`(bytes: [UInt8]) {
        #expect(throws: CSVError.wide) {
            var table = CSVTable()
            _ = try table.feed(bytes)
        }
    }

    @Test func `refuses a field over its limit`() throws {
        var table = CSVTable()
        _ = try table.feed(Array("name\n".utf8))
        let huge = [UInt8](repeating: UInt8(ascii: "a"), count: 70_000)
        #expect(throws: CSVError.tooLarge(row: 1)) {
            _ = try table.feed(huge)
            _ = try table.finish()
        }
    }

    @Test func `refuses a table without a header`() {
        #expect(throws: CSVError.noHeader) {
            var table = CSVTable()
            _ = try table.feed(Array(",\n1,2\n".utf8))
        }
    }
}
