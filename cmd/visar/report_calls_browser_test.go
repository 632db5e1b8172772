package main

import (
	"github.com/chromedp/chromedp"
)

// lookAtCalls: what was asked of a single object is beside the page and among the keys.
func lookAtCalls(b *browser) {
	text := "T1[a] @1-2: enqueue(q,1)\nT2[b] @3-4: enqueue(q,2)\nT3[a] @5-6: dequeue(q,2)\nT4[a] @7-8: dequeue(q,1)\n"
	b.open(reportOn(b.t, write(b.t, b.t.TempDir(), "queue.txt", text)), "#T3")
	b.holds("the call is beside the page", `document.querySelector("#inspector").textContent.includes("dequeue(q,2)")`)
	b.holds("it is one operation", `document.querySelector("#inspector h3").textContent === "1 operation"`)
	b.do(chromedp.Click("#keys [data-key='0']"))
	b.holds("its object has its calls in order", `[...document.querySelectorAll("#keys ol.ops li")].map((l) => l.textContent).join() === "T1 enqueue(q,1),T2 enqueue(q,2),T3 dequeue(q,2),T4 dequeue(q,1)"`)
	b.do(chromedp.Click("#keys ol.ops a"))
	b.holds("a call opens its transaction", `document.querySelector("#inspector h2").textContent === "T1"`)
}
