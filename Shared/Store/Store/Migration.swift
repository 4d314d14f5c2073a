/// One step of a schema: a file `v0001_contact.sql`, applied once and never edited afterwards.
///
/// Its SQL is portable: `INTEGER` is 64 bits wide, `REAL` double, `TEXT` compares byte by byte and `BLOB` is bytes on
/// both engines. Lines between `-- engine: sqlite` (or `postgres`) and `-- engine: both` are for one engine alone.
package struct Migration: Sendable {
    /// 1, 2, 3 and so on.
    package let version: Int
    package let name: String
    package let bytes: [UInt8]

    package init(version: Int, name: String, bytes: [UInt8]) {
        self.version = version
        self.name = name
        self.bytes = bytes
    }

    /// The part for one engine.
    func script(for engine: StoreEngine) -> String {
        var isMeant = true
        var script = ""
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("-- engine: ") {
                let only = line.dropFirst("-- engine: ".count).split(separator: " ").first
                isMeant = only == "both" || only == Substring(engine.rawValue)
            }
            if isMeant { script += line + "\n" }
        }
        return script
    }

    /// FNV-1a of the file, to notice one that was edited.
    var fingerprint: Int64 {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        return Int64(bitPattern: hash)
    }
}
