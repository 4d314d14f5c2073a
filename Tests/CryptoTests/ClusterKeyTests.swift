import Crypto
import FoundationEssentials
import Testing

@Suite final class ClusterKeyTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "cluster-key-\(UUID())")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private var path: String { folder.appending(path: "cluster.key").path }

    @Test func `makes the file once and then reads it`() throws {
        let first = try ClusterKey(file: path)
        let second = try ClusterKey(file: path)
        #expect(first.derive("seal") == second.derive("seal"))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["cluster.key"])
    }

    @Test func `all who start at once get one key`() async throws {
        let path = path
        let keys = try await withThrowingTaskGroup { group in
            for _ in 0..<16 { group.addTask { try ClusterKey(file: path).derive("x") } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
    }

    @Test func `gives another key for every name, the same for one`() throws {
        let key = try ClusterKey(hex: String(repeating: "ab", count: 32), source: "test")
        #expect(key.derive("a") == key.derive("a"))
        #expect(key.derive("a") != key.derive("b"))
        #expect(key.derive("a").count == 32)
        #expect(key.curveKeyPair() == key.curveKeyPair())
        #expect(key.curveKeyPair("one").publicKey != key.curveKeyPair("two").publicKey)
        #expect(key.curveKeyPair().publicKey != key.curveKeyPair().secretKey)
    }

    @Test(arguments: ["", "abcd", String(repeating: "zz", count: 32), String(repeating: "ab", count: 33)])
    func `refuses what is no key, without repeating it`(text: String) {
        #expect(throws: CryptoError.malformedKey(source: "MYNAH_CLUSTER_KEY")) {
            try ClusterKey(hex: text, source: "MYNAH_CLUSTER_KEY")
        }
    }

    @Test func `says where it cannot write`() {
        #expect(throws: CryptoError.keyFile(path: "/nowhere/cluster.key", reason: "No such file or directory")) {
            try ClusterKey(file: "/nowhere/cluster.key")
        }
    }

    @Test func `does not show itself`() throws {
        let key = try ClusterKey(hex: String(repeating: "ab", count: 32), source: "test")
        #expect("\(key) \(key.curveKeyPair())" == "ClusterKey CurveKeyPair")
    }
}
