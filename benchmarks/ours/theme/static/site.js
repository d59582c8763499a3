for (const button of document.querySelectorAll(".print")) button.addEventListener("click", () => window.print());
