;; How to record a history for visar. An example to copy from.
(require '[clojure.string :as str])

;; One sequence for all sessions: it orders what did not overlap.
(def tick (atom 0))

(defn json
  "A value as JSON: nil, a number, a boolean, a string, or a vector of these."
  [v]
  (cond
    (nil? v) "null"
    (vector? v) (str "[" (str/join "," (map json v)) "]")
    (string? v) (str \" (str/join (map (fn [c] (cond
                                                 (#{\" \\} c) (str \\ c)
                                                 (< (int c) 32) (format "\\u%04x" (int c))
                                                 :else c))
                                       v)) \")
    :else (str v)))

(defn begin
  "A transaction, begun before anything is sent to the database."
  [session]
  (atom {:session session :start (swap! tick inc) :ops []}))

(defn op
  "kind is r, w or append; what was read is nil if nothing was there."
  [txn kind k v]
  (swap! txn update :ops conj [kind k v]))

(defn finish
  "Writes the line when the client has the answer: committed, aborted, or unknown
  after a timeout. Each session writes its transactions in its own order."
  [txn status]
  (let [{:keys [session start ops]} @txn]
    (println (str "{\"session\":" (json session) ",\"status\":" (json status) ",\"start\":" start
                  ",\"end\":" (swap! tick inc) ",\"ops\":" (json ops) "}"))))

;; Two clients that both add one to a counter, and a third transaction.
(binding [*out* (java.io.OutputStreamWriter. System/out "UTF-8")]
  (let [a (begin "a")
        b (begin "b")]
    (op a "r" "x" nil)
    (op b "r" "x" nil)
    (op a "w" "x" 1)
    (op b "w" "x" 2)
    (finish a "committed")
    (finish b "committed"))
  (let [c (begin "a")]
    (op c "append" "log" "caf\u00e9 \"1\"\n")
    (op c "r" "log" ["caf\u00e9 \"1\"\n"])
    (finish c "unknown"))
  (flush))
