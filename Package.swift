// swift-tools-version: 6.2
import PackageDescription

// The map of modules. A service imports Shared modules, never another service; Contracts imports nothing of ours.

let package = Package(
    name: "mynah",
    targets: [
        // Shared/System: one folder per C library.
        .systemLibrary(
            name: "CSQLite",
            path: "Shared/System/CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]
        ),
        .systemLibrary(
            name: "CPostgres",
            path: "Shared/System/CPostgres",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"])]
        ),
        .systemLibrary(name: "CZeroMQ", path: "Shared/System/CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .systemLibrary(
            name: "CMicroHTTP",
            path: "Shared/System/CMicroHTTP",
            pkgConfig: "libmicrohttpd",
            providers: [.apt(["libmicrohttpd-dev"])]
        ),
        .systemLibrary(
            name: "CZstd",
            path: "Shared/System/CZstd",
            pkgConfig: "libzstd",
            providers: [.apt(["libzstd-dev"])]
        ),
        .systemLibrary(name: "CSpawn", path: "Shared/System/CSpawn"),
        .systemLibrary(name: "CEpoll", path: "Shared/System/CEpoll"),
        .systemLibrary(name: "CWslay", path: "Shared/System/CWslay", providers: [.apt(["libwslay-dev"])]),
        .systemLibrary(
            name: "CCurl",
            path: "Shared/System/CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(
            name: "CSodium",
            path: "Shared/System/CSodium",
            pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"])]
        ),
        .systemLibrary(
            name: "CMagic",
            path: "Shared/System/CMagic",
            pkgConfig: "libmagic",
            providers: [.apt(["libmagic-dev"])]
        ),
        .systemLibrary(name: "CCSV", path: "Shared/System/CCSV", providers: [.apt(["libcsv-dev"])]),
        .target(
            name: "CJemalloc",
            path: "Shared/System/CJemalloc",
            linkerSettings: [.linkedLibrary("jemalloc")]
        ),
        .target(
            name: "CPhoneNumber",
            path: "Shared/System/CPhoneNumber",
            linkerSettings: [.linkedLibrary("phonenumber")]
        ),
        .target(
            name: "CSimdJSON",
            path: "Shared/System/CSimdJSON",
            linkerSettings: [.linkedLibrary("simdjson")]
        ),

        // Shared: what every service is made of.
        .target(name: "Contracts", path: "Shared/Contracts"),
        .target(name: "JSON", dependencies: ["CSimdJSON"], path: "Shared/HTTP/JSON"),
        .target(name: "Crypto", dependencies: ["Contracts", "Runtime", "CSodium"], path: "Shared/Runtime/Crypto"),
        .target(name: "Runtime", dependencies: ["Contracts", "CEpoll", "CJemalloc"], path: "Shared/Runtime/Runtime"),
        .target(name: "Store", dependencies: ["Contracts"], path: "Shared/Store/Store"),
        .target(name: "Compression", dependencies: ["CZstd"], path: "Shared/Store/Compression"),
        .target(name: "SQLiteStore", dependencies: ["Store", "CSQLite"], path: "Shared/Store/SQLiteStore"),
        .target(name: "PostgresStore", dependencies: ["Store", "CPostgres"], path: "Shared/Store/PostgresStore"),
        .target(
            name: "Bus",
            dependencies: ["Contracts", "Runtime", "Crypto", "JSON", "Store", "Compression", "CZeroMQ"],
            path: "Shared/Bus",
            exclude: ["README.md"],
            resources: [.embedInCode("SQL")]
        ),
        .target(name: "Phone", dependencies: ["Contracts", "CPhoneNumber"], path: "Shared/Phone"),
        .target(name: "WebSocket", dependencies: ["CEpoll", "CWslay"], path: "Shared/HTTP/WebSocket"),
        .target(
            name: "HTTPServer",
            dependencies: ["Contracts", "Runtime", "WebSocket", "CMicroHTTP"],
            path: "Shared/HTTP/HTTPServer"
        ),
        .target(name: "CSV", dependencies: ["CCSV"], path: "Shared/HTTP/CSV"),
        .target(name: "HTTPClient", dependencies: ["CCurl"], path: "Shared/HTTP/HTTPClient"),
        .target(name: "Mail", dependencies: ["Runtime", "CCurl"], path: "Shared/HTTP/Mail"),
        .target(
            name: "ServiceHost",
            dependencies: [
                "Contracts", "Runtime", "Crypto", "Store", "SQLiteStore", "PostgresStore", "Bus", "HTTPServer",
            ],
            path: "Shared/Runtime/ServiceHost"
        ),

        // Services: five executables.
        .executableTarget(
            name: "gateway",
            dependencies: [
                "Contracts", "Runtime", "Crypto", "JSON", "CSV", "Store", "Compression", "Bus", "Phone", "HTTPServer",
                "HTTPClient", "Mail", "WebSocket", "ServiceHost",
            ],
            path: "Services/gateway",
            resources: [.embedInCode("SQL"), .embedInCode("Client")]
        ),
        .executableTarget(
            name: "conversations",
            dependencies: ["Contracts", "Runtime", "Crypto", "Store", "Bus", "Phone", "ServiceHost"],
            path: "Services/conversations",
            resources: [.embedInCode("SQL")]
        ),
        .executableTarget(
            name: "enrichment",
            dependencies: [
                "Contracts", "Runtime", "JSON", "Store", "PostgresStore", "Bus", "Phone", "ServiceHost",
            ],
            path: "Services/enrichment",
            resources: [.embedInCode("SQL")]
        ),
        .executableTarget(
            name: "campaigns",
            dependencies: ["Contracts", "Runtime", "Store", "Bus", "Phone", "ServiceHost"],
            path: "Services/campaigns",
            resources: [.embedInCode("SQL")]
        ),
        .executableTarget(
            name: "media",
            dependencies: [
                "Contracts", "Runtime", "Crypto", "Store", "SQLiteStore", "Bus", "HTTPServer", "HTTPClient",
                "ServiceHost", "CMagic", "CSpawn",
            ],
            path: "Services/media",
            resources: [.embedInCode("SQL")]
        ),

        // Tests: one folder per module, and the peers they meet on loopback.
        .target(
            name: "TestSupport",
            dependencies: ["Contracts", "Runtime", "Store", "SQLiteStore", "PostgresStore"],
            path: "Tests/TestSupport"
        ),
        .target(name: "TestPeers", dependencies: ["Crypto"], path: "Tests/TestPeers"),
        .executableTarget(
            name: "waha-simulator",
            dependencies: ["Runtime", "Crypto", "JSON", "HTTPServer", "HTTPClient", "WebSocket", "Contracts"],
            path: "Tests/Simulators/waha",
            exclude: ["README.md"]
        ),
        .executableTarget(
            name: "bus-tool",
            dependencies: ["Contracts", "Runtime", "Crypto", "JSON", "Bus", "ServiceHost", "CZeroMQ"],
            path: "Tests/Simulators/bus"
        ),
        .executableTarget(
            name: "event-bench",
            dependencies: ["Contracts", "Runtime", "Store", "SQLiteStore", "Bus", "CSQLite"],
            path: "Tests/Bench/events"
        ),
        .executableTarget(
            name: "load-bench",
            dependencies: ["Contracts", "Crypto", "HTTPClient", "Runtime", "TestPeers", "CEpoll"],
            path: "Tests/Bench/load"
        ),
        .testTarget(name: "ContractsTests", dependencies: ["Contracts"], path: "Tests/ContractsTests"),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], path: "Tests/JSONTests"),
        .testTarget(name: "CSVTests", dependencies: ["CSV"], path: "Tests/CSVTests"),
        .testTarget(name: "CryptoTests", dependencies: ["Contracts", "Crypto"], path: "Tests/CryptoTests"),
        .testTarget(name: "RuntimeTests", dependencies: ["Runtime", "Contracts"], path: "Tests/RuntimeTests"),
        .testTarget(
            name: "ServiceHostTests",
            dependencies: ["ServiceHost", "Runtime", "Contracts", "Store", "Bus", "HTTPClient", "JSON"],
            path: "Tests/ServiceHostTests"
        ),
        .testTarget(
            name: "BusToolTests",
            dependencies: [
                "bus-tool", "Bus", "TestSupport", "Store", "SQLiteStore", "Contracts", "Runtime", "Crypto",
                "ServiceHost",
            ],
            path: "Tests/BusToolTests"
        ),
        .testTarget(
            name: "StoreTests",
            dependencies: ["Store", "SQLiteStore", "PostgresStore", "TestSupport", "Contracts"],
            path: "Tests/StoreTests"
        ),
        .testTarget(
            name: "BusTests",
            dependencies: ["Bus", "Store", "SQLiteStore", "TestSupport", "Contracts", "Runtime", "Crypto"],
            path: "Tests/BusTests"
        ),
        .testTarget(name: "PhoneTests", dependencies: ["Phone", "Contracts"], path: "Tests/PhoneTests"),
        .testTarget(
            name: "CompressionTests",
            dependencies: ["Compression"],
            path: "Tests/CompressionTests"
        ),
        .testTarget(
            name: "HTTPServerTests",
            dependencies: ["HTTPServer", "HTTPClient", "WebSocket", "Contracts", "Runtime", "TestPeers"],
            path: "Tests/HTTPServerTests"
        ),
        .testTarget(
            name: "HTTPClientTests",
            dependencies: ["HTTPClient", "HTTPServer"],
            path: "Tests/HTTPClientTests"
        ),
        .testTarget(
            name: "MailTests",
            dependencies: ["Mail", "TestPeers"],
            path: "Tests/MailTests"
        ),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "gateway", "ServiceHost", "waha-simulator", "TestSupport", "Store", "Compression", "Contracts",
                "Runtime", "Bus", "JSON", "Crypto", "HTTPClient", "HTTPServer", "Mail", "TestPeers", "WebSocket",
            ],
            path: "Tests/GatewayTests"
        ),
        .testTarget(
            name: "ConversationsTests",
            dependencies: ["conversations", "TestSupport", "Store", "Contracts", "Runtime", "Bus"],
            path: "Tests/ConversationsTests"
        ),
        .testTarget(
            name: "EnrichmentTests",
            dependencies: [
                "enrichment", "TestSupport", "Store", "PostgresStore", "Contracts", "Runtime", "Bus", "Phone",
            ],
            path: "Tests/EnrichmentTests"
        ),
        .testTarget(
            name: "CampaignsTests",
            dependencies: ["campaigns", "TestSupport", "Store", "Contracts", "Runtime", "Bus"],
            path: "Tests/CampaignsTests"
        ),
        .testTarget(
            name: "MediaTests",
            dependencies: [
                "media", "TestSupport", "Store", "Contracts", "Runtime", "Bus", "Crypto", "HTTPClient", "HTTPServer",
            ],
            path: "Tests/MediaTests"
        ),
        .testTarget(
            name: "WAHASimulatorTests",
            dependencies: [
                "waha-simulator", "JSON", "HTTPClient", "HTTPServer", "Contracts", "Runtime", "Crypto",
            ],
            path: "Tests/WAHASimulatorTests"
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "HTTPClient", "JSON", "Crypto", "Contracts", "Store", "SQLiteStore", "TestSupport", "TestPeers",
            ],
            path: "Tests/EndToEnd",
            exclude: ["coverage.md"]
        ),
    ]
)

/// The modules that talk to C; elsewhere an unsafe pointer does not compile unless it is marked.
let wrappers: Set = [
    "SQLiteStore", "PostgresStore", "Bus", "HTTPServer", "HTTPClient", "Mail", "WebSocket", "Crypto", "JSON", "Phone",
    "Runtime", "CSV", "Compression", "media", "bus-tool", "event-bench", "load-bench", "TestPeers",
]
for target in package.targets where target.type != .system {
    if target.name.hasPrefix("C"), target.path?.hasPrefix("Shared/System") == true { continue }
    let features = ["ExistentialAny", "MemberImportVisibility", "InternalImportsByDefault"]
    target.swiftSettings = features.map { .enableUpcomingFeature($0) } + [.treatAllWarnings(as: .error)]
    if !wrappers.contains(target.name), target.type != .test { target.swiftSettings?.append(.strictMemorySafety()) }
}

package.cxxLanguageStandard = .cxx17
