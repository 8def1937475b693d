using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    ( name = "main", worker = .worker ),
    ( name = "disk", disk = ( path = "DISK", writable = true ) ),
  ],
  sockets = [ ( name = "http", address = "127.0.0.1:0", http = (), service = "main" ) ],
);

const worker :Workerd.Worker = (
  modules = [
    ( name = "worker.js", esModule = embed "worker.js" ),
    ( name = "work.js", esModule = embed "work.js" ),
  ],
  compatibilityDate = "2026-10-20",
  durableObjectNamespaces = [ ( className = "Actor", uniqueKey = "peers", enableSql = true ) ],
  durableObjectStorage = ( localDisk = "disk" ),
  bindings = [ ( name = "actors", durableObjectNamespace = "Actor" ) ],
);
