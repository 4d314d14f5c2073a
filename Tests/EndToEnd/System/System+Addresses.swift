import Contracts
import Store

/// Where everything is, and what the services are told of it.
extension System {
    var apiURL: String { "http://127.0.0.1:\(httpPort)" }
    var webhookURL: String { apiURL + "/api/webhooks/waha" }
    var wahaURL: String { "http://127.0.0.1:\(wahaPort)" }
    /// `MYNAH_DATA` of all services.
    var data: String { folder + "/data" }

    func opsURL(of instance: Instance) -> String { "http://127.0.0.1:\(opsPorts[instance] ?? 0)" }

    /// Nobody is signed in yet.
    var api: API { API(client: client, url: apiURL) }

    var waha: WAHAControl { WAHAControl(api: API(client: client, url: wahaURL)) }

    /// The ops port of a process.
    func ops(_ instance: Instance) -> API { API(client: client, url: opsURL(of: instance)) }

    /// The first administrator.
    func signIn() async throws -> API {
        try await api.signedIn(Setup.adminEmail, Setup.adminPassword)
    }

    /// All that is set for a process; nothing of the test's own environment goes on to it.
    func environment(of instance: Instance) -> [String: String] {
        var environment = [
            "PATH": "/usr/bin:/bin",
            "MYNAH_DATA": data,
            "MYNAH_STORE": database?.url ?? "sqlite",
            "MYNAH_OPS_PORT": "\(opsPorts[instance] ?? 0)",
            "MYNAH_HTTP_PORT": "\(httpPort)",
            "MYNAH_MEDIA_PORT": "\(mediaPort)",
            "MYNAH_MEDIA_URL": "http://127.0.0.1:\(mediaPort)",
            "MYNAH_ADMIN_EMAIL": Setup.adminEmail,
            "MYNAH_ADMIN_PASSWORD": Setup.adminPassword,
            "WAHA_API_URL": wahaURL,
            "WAHA_API_KEY": Setup.wahaKey,
            "WAHA_SESSION_NAME": "default",
            "MYNAH_SEND_RATE": "60000",
            "MYNAH_SEND_BURST": "1000",
        ]
        environment["WEBHOOK_SECRET"] = setup.webhookSecret
        return environment.merging(setup.environment) { $1 }
    }
}
